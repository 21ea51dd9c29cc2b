import {
  pointer,
  type Charter,
  type Contract,
  type Grant,
  type IdRange,
  type Problem,
} from '#contract';
import { isWithin, parseCidr, splitCidr, type Cidr } from './addresses.js';
import { charterUses, type CharterUse } from './charter-uses.js';
import { isCovered } from './covered.js';
import type { InterfaceName } from './names.js';
import type { WantedResource } from './resource.js';

type ReservedCode =
  | 'charter-reserved-vlan'
  | 'charter-reserved-vni'
  | 'charter-reserved-name'
  | 'charter-reserved-network';
type LimitProblem = Problem<ReservedCode | 'charter-not-granted'>;

/**
 * What a contract asks for outside its tenant's grant, or of what the charter reserves. The refusal names the clause of the
 * charter. A charter without `grants` sets no limits; one that has them gives nothing to a tenant whom they do not name.
 */
export function charterLimitProblems(
  contract: Contract,
  wanted: readonly WantedResource[],
  charter: Charter,
): readonly LimitProblem[] {
  if (charter.reserved === undefined && charter.grants === undefined) return [];
  // What asks for nothing withdraws a network, which no grant that was taken away may prevent.
  if (contract.workloads.length === 0) return [];
  const place = (charter.grants ?? []).findIndex(({ tenant }) => tenant === contract.owner.tenant);
  const grant = charter.grants?.[place];
  if (charter.grants !== undefined && grant === undefined) return [strangerProblem(contract)];
  const clause = pointer('grants', place);
  return [
    ...(grant === undefined ? [] : documentProblems(contract, grant, clause)),
    ...useProblems(wanted, charter, grant, clause),
  ];
}

function strangerProblem({ owner }: Contract): LimitProblem {
  const detail = `the charter grants nothing to tenant '${owner.tenant}' (/grants)`;
  return { code: 'charter-not-granted', path: '/owner/tenant', detail };
}

/** Hosts and types of workloads. */
function documentProblems(
  { audience, workloads }: Contract,
  { nodes, drivers }: Grant,
  clause: string,
): readonly LimitProblem[] {
  const hosts = audience.nodes.flatMap((id, index) =>
    nodes === undefined || nodes.includes(id)
      ? []
      : [notGranted(pointer('audience', 'nodes', index), `host '${id}'`, `${clause}/nodes`)],
  );
  const types = workloads.flatMap(({ type }, index) =>
    drivers === undefined || drivers.includes(type)
      ? []
      : [notGranted(pointer('workloads', index, 'type'), `type '${type}'`, `${clause}/drivers`)],
  );
  return [...hosts, ...types];
}

function useProblems(
  wanted: readonly WantedResource[],
  { reserved = {} }: Charter,
  grant: Grant | undefined,
  clause: string,
): readonly LimitProblem[] {
  const made = new Set<InterfaceName>();
  for (const { resource } of wanted) if (resource.type === 'link') made.add(resource.name);
  return wanted.flatMap(({ resource, path }) =>
    charterUses(resource, (name) => made.has(name)).flatMap((use) => {
      const hit = use.of === 'parents' ? -1 : (reserved[use.of] ?? []).findIndex(isHitBy(use));
      if (hit >= 0) return [isReserved(path, use, pointer('reserved', use.of, hit))];
      const given = use.of === 'names' ? undefined : grant?.[use.of];
      if (given === undefined || isGranted(use, given)) return [];
      return [notGranted(path, titleOf(use), `${clause}/${use.of}`)];
    }),
  );
}

/** Whether something reserved is touched. */
function isHitBy(use: CharterUse): (entry: string | IdRange) => boolean {
  return (entry) => {
    if (typeof entry !== 'string') {
      return 'first' in use && use.first <= (entry.last ?? entry.first) && use.last >= entry.first;
    }
    if ('name' in use) return isNamed(use.name, entry);
    const prefix = parseCidr(entry);
    if (!('prefix' in use) || prefix === undefined) return false;
    return lies(use.prefix, prefix) || (use.as === 'network' && lies(prefix, use.prefix));
  };
}

/** Whether what is granted holds all of it; ranges of numbers do so together. */
function isGranted(use: CharterUse, given: readonly (string | IdRange)[]): boolean {
  if ('first' in use) return isCovered(use, given.filter(isRange));
  if ('name' in use) return given.includes(use.name);
  return given.some((entry) => {
    const prefix = isRange(entry) ? undefined : parseCidr(entry);
    return prefix !== undefined && lies(use.prefix, prefix);
  });
}

function isRange(entry: string | IdRange): entry is IdRange {
  return typeof entry !== 'string';
}

function isNamed(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Whether a network lies in another one, or is it. */
function lies(inner: Cidr, outer: Cidr): boolean {
  const { address, prefixLength } = splitCidr(inner);
  return prefixLength >= splitCidr(outer).prefixLength && isWithin(address, outer);
}

function titleOf(use: CharterUse): string {
  switch (use.of) {
    case 'vlans':
      return `VLAN ${rangeText(use)}`;
    case 'vnis':
      return `VNI ${rangeText(use)}`;
    case 'names':
      return `interface name '${use.name}'`;
    case 'parents':
      return `interface '${use.name}'`;
    case 'prefixes':
      return use.prefix;
  }
}

function rangeText({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? String(first) : `${first} to ${last}`;
}

const reservedCodes = {
  vlans: 'charter-reserved-vlan',
  vnis: 'charter-reserved-vni',
  names: 'charter-reserved-name',
  // Nothing reserves a parent: grants name those that may be used.
  parents: 'charter-reserved-name',
  prefixes: 'charter-reserved-network',
} as const satisfies Record<CharterUse['of'], ReservedCode>;

function isReserved(path: string, use: CharterUse, clause: string): LimitProblem {
  const detail = `the charter reserves ${titleOf(use)} (${clause})`;
  return { code: reservedCodes[use.of], path, detail };
}

function notGranted(path: string, title: string, clause: string): LimitProblem {
  const detail = `the charter does not grant ${title} to the tenant (${clause})`;
  return { code: 'charter-not-granted', path, detail };
}
