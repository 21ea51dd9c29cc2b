import type { BridgeEntriesSpec } from './bridge-entry-fields.js';
import type { BridgeEntry } from './bridge-entry.js';
import type { Owner, WantedResource } from './resource.js';

/** What the contract says that the bridge knows of one of its ports. Paths lie below `base`, which is the port's. */
export function bridgeEntryResources(
  { fdb = [], mdb = [] }: BridgeEntriesSpec,
  { bridge, link, owner }: Pick<BridgeEntry, 'bridge' | 'link'> & { readonly owner: Owner },
  base: string,
): readonly WantedResource[] {
  return [
    ...fdb.map(({ mac, vlan }, place): WantedResource => ({
      path: `${base}/fdb/${place}`,
      resource: { type: 'bridge-fdb', bridge, link, mac, ...inVlan(vlan), owner },
    })),
    ...mdb.map(({ group, source, vlan }, place): WantedResource => ({
      path: `${base}/mdb/${place}`,
      resource: {
        type: 'mdb',
        bridge,
        link,
        group,
        ...(source !== undefined && { source }),
        ...inVlan(vlan),
        owner,
      },
    })),
  ];
}

function inVlan(vlan: number | undefined): Pick<BridgeEntry, 'vlan'> {
  return vlan === undefined ? {} : { vlan };
}
