import type { Contract } from '#contract';
import type { LinkResource, Owner } from '#drivers';
import type { ExportedInterface, ExportTarget } from '#flow';
import type { InterfaceNumbers } from './interface-numbers.js';

/** A link of a contract that wants to be metered. */
export interface MeteredLink extends ExportedInterface {
  /** The kernel's number of it. */
  readonly index: number;
  readonly owner: Owner;
  /** Bytes of its own header. */
  readonly header: 0 | 14;
}

export interface OwnedLink {
  readonly link: LinkResource;
  readonly index: number;
}

/** Kinds whose frames begin with IP. */
const withoutEthernet = new Set([
  'gre',
  'ip6gre',
  'ip6tnl',
  'ipip',
  'sit',
  'tun',
  'vti',
  'vti6',
  'wireguard',
  'xfrm',
]);

/** Of these links those whose contracts want metering. */
export function meteredLinks(
  links: readonly OwnedLink[],
  contracts: ReadonlyMap<string, Contract>,
  numbers: InterfaceNumbers,
): readonly MeteredLink[] {
  const wanted = links.flatMap(({ link, index }) => {
    const contract = contracts.get(link.owner?.contract ?? '');
    return contract === undefined || link.owner === undefined
      ? []
      : [{ link, index, contract, owner: link.owner }];
  });
  const given = numbers.numbersOf(wanted.map(({ link, owner }) => ({ ...owner, name: link.name })));
  return wanted.map(({ link, index, contract, owner }, position) => ({
    index,
    owner,
    header: withoutEthernet.has(kernelKindOf(link)) ? 0 : 14,
    facts: {
      number: given[position] ?? 0,
      name: link.name,
      description: `${contract.title} / ${owner.workload}`,
      contract: owner.contract,
      ...(link.kind === 'vxlan' && { vni: link.vxlan.vni }),
    },
    targets: targetsOf(contract),
  }));
}

function targetsOf({ flow }: Contract): readonly ExportTarget[] {
  const second = 1000;
  return (flow?.export ?? []).map((one) => ({
    collector: one.collector,
    protocol: one.protocol ?? 'ipfix',
    templateRefresh: (one.templateRefresh ?? 60) * second,
    active: (one.activeTimeout ?? 60) * second,
    idle: (one.idleTimeout ?? 15) * second,
  }));
}

function kernelKindOf(link: LinkResource): string {
  return 'kernelKind' in link ? link.kernelKind : link.kind;
}
