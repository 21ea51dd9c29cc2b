import { driverIssue, familyOf, leastIpv6Mtu, type BondMode, type Cidr } from '#drivers';
import { has, modesOf, usualMiimon } from './bond-modes.js';

/** The parts of a bond workload of which not every combination makes sense. */
interface Parts {
  readonly mode: BondMode;
  readonly miimon?: number | undefined;
  readonly upDelay?: number | undefined;
  readonly downDelay?: number | undefined;
  readonly xmitHashPolicy?: string | undefined;
  readonly lacpRate?: string | undefined;
  readonly adSelect?: string | undefined;
  readonly mtu?: number | undefined;
  readonly attach?: string | undefined;
  readonly members: readonly Member[];
}

interface Member {
  readonly links: readonly string[];
  readonly primary?: string | undefined;
  readonly addresses?: readonly Cidr[] | undefined;
}

type Issue = ReturnType<typeof driverIssue>;
type PlacedIssue = Issue & { path: (string | number)[] };

export function bondIssues(parts: Parts): readonly PlacedIssue[] {
  return [
    ...(['xmitHashPolicy', 'lacpRate', 'adSelect'] as const).flatMap((option) =>
      parts[option] === undefined ? [] : modeIssues(option, parts.mode, [option]),
    ),
    ...(['upDelay', 'downDelay'] as const).flatMap((delay) => delayIssues(parts, delay)),
    ...parts.members.flatMap((member, index) => memberIssues(parts, member, index)),
  ];
}

function modeIssues(
  option: keyof typeof modesOf,
  mode: BondMode,
  path: (string | number)[],
): readonly PlacedIssue[] {
  if (has(option, mode)) return [];
  const detail = `mode ${mode} has no ${option}: it belongs to ${modesOf[option].join(', ')}`;
  return [{ ...driverIssue('bond-option-not-of-mode', detail), path }];
}

function delayIssues(parts: Parts, delay: 'upDelay' | 'downDelay'): readonly PlacedIssue[] {
  const { miimon = usualMiimon } = parts;
  if ((parts[delay] ?? 0) % miimon === 0) return [];
  const detail = `${delay} has to be a multiple of miimon, ${miimon} ms`;
  return [{ ...driverIssue('bond-delay-not-a-multiple', detail), path: [delay] }];
}

function memberIssues(parts: Parts, member: Member, index: number): readonly PlacedIssue[] {
  const at = (place: string): (string | number)[] => ['members', index, place];
  return [
    ...primaryIssues(parts.mode, member, at('primary')),
    ...addressIssues(parts, member).map((issue) => ({ ...issue, path: at('addresses') })),
  ];
}

function primaryIssues(
  mode: BondMode,
  { primary, links }: Member,
  path: (string | number)[],
): readonly PlacedIssue[] {
  if (primary === undefined) return [];
  if (links.includes(primary)) return modeIssues('primary', mode, path);
  const detail = `'${primary}' is not among the links of this bond: ${links.join(', ')}`;
  return [{ ...driverIssue('bond-primary-not-a-link', detail), path }];
}

function addressIssues({ attach, mtu }: Parts, { addresses = [] }: Member): readonly Issue[] {
  if (attach !== undefined && addresses.length > 0) {
    const detail = `the bond is a port of '${attach}', which takes its frames: put the addresses on the bridge`;
    return [driverIssue('port-carries-addresses', detail)];
  }
  const hasIpv6 = addresses.some((address) => familyOf(address) === 'ipv6');
  if (!hasIpv6 || mtu === undefined || mtu >= leastIpv6Mtu) return [];
  const detail = `IPv6 needs an MTU of at least ${leastIpv6Mtu}, this bond has ${mtu}`;
  return [driverIssue('mtu-below-ipv6-minimum', detail)];
}
