import type { Problem } from '#contract';
import type { DriverProblemCode } from './problem-codes.js';
import type { Resource, WantedResource } from './resource.js';

/** Something of which a host has only one. */
export interface Claim {
  readonly key: string;
  readonly code: DriverProblemCode;
  readonly title: string;
}

/** What one resource takes for itself on its host. */
export function claimsOf(resource: Resource): readonly Claim[] {
  switch (resource.type) {
    case 'link': {
      const name: Claim = {
        key: `link ${resource.name}`,
        code: 'interface-name-claimed-twice',
        title: `interface name '${resource.name}'`,
      };
      if (resource.kind !== 'vxlan') return [name];
      const { vni, port } = resource.vxlan;
      return [
        name,
        { key: `vni ${vni} ${port}`, code: 'vni-claimed-twice', title: `VNI ${vni} on UDP port ${port}` },
      ];
    }
    case 'port':
      return [{ key: `port ${resource.link}`, code: 'port-claimed-twice', title: `port '${resource.link}'` }];
    case 'address':
      return [
        {
          key: `address ${resource.address}`,
          code: 'address-claimed-twice',
          title: `address ${resource.address}`,
        },
      ];
    case 'route':
    case 'fdb':
      return [];
  }
}

/** A host's claims by key: who holds each. */
export type ClaimTable = ReadonlyMap<string, string>;

/** Claims that stand twice in one list of wanted resources; the later one is at fault. */
export function claimProblems(
  wanted: readonly WantedResource[],
  heldByOthers: ClaimTable = new Map(),
): readonly Problem<DriverProblemCode>[] {
  const held = new Map(heldByOthers);
  const problems: Problem<DriverProblemCode>[] = [];
  for (const { resource, path } of wanted) {
    for (const { key, code, title } of claimsOf(resource)) {
      const holder = held.get(key);
      if (holder === undefined) held.set(key, holderName(resource));
      else problems.push({ code, path, detail: `${title} is already claimed by ${holder}` });
    }
  }
  return problems;
}

/** The claims of contracts that a host has accepted, for checking another one against them. */
export function claimTable(wanted: Iterable<WantedResource>): ClaimTable {
  const table = new Map<string, string>();
  for (const { resource } of wanted) {
    for (const { key } of claimsOf(resource)) table.set(key, holderName(resource));
  }
  return table;
}

function holderName({ owner }: Resource): string {
  return owner === undefined ? 'another' : `workload '${owner.workload}' of contract ${owner.contract}`;
}
