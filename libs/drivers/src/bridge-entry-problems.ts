import type { Problem } from '#contract';
import { isBridgeEntry, type BridgeEntry } from './bridge-entry.js';
import { bridgeDefaults, type BridgeOptions } from './bridge-link.js';
import {
  identityOf,
  linkIdentity,
  portIdentity,
  type Identity,
  type Resource,
  type WantedResource,
} from './resource.js';
import { defaultVlanTable, vlanRanges, type VlanTable } from './vlan-table.js';

type EntryProblem = Problem<
  | 'vlan-filtering-off'
  | 'bridge-entry-vlan-missing'
  | 'bridge-entry-vlan-not-of-port'
  | 'multicast-snooping-off'
>;

/** Entries that a bridge of the same contract can't have, or that mean nothing to it. */
export function bridgeEntryProblems(wanted: readonly WantedResource[]): readonly EntryProblem[] {
  if (!wanted.some(({ resource }) => isBridgeEntry(resource))) return [];
  const made = new Map(wanted.map(({ resource }) => [identityOf(resource), resource]));
  return wanted.flatMap(({ resource, path }) => {
    if (!isBridgeEntry(resource)) return [];
    const bridge = made.get(linkIdentity(resource.bridge));
    if (bridge?.type !== 'link' || bridge.kind !== 'bridge') return [];
    return [
      ...vlanProblems(resource, bridge.bridge, made, path),
      ...snoopingProblems(resource, bridge.bridge, path),
    ];
  });
}

function vlanProblems(
  entry: BridgeEntry,
  options: BridgeOptions,
  made: ReadonlyMap<Identity, Resource>,
  path: string,
): readonly EntryProblem[] {
  const { vlan, bridge, link } = entry;
  if (options.vlanFiltering !== true) {
    if (vlan === undefined) return [];
    const detail = `'${bridge}' does not filter VLANs, so that VLAN ${vlan} means nothing to it: leave it out, or set vlanFiltering`;
    return [{ code: 'vlan-filtering-off', path: `${path}/vlan`, detail }];
  }
  if (vlan === undefined) {
    const detail = `'${bridge}' filters VLANs: say in which one of '${link}' this is`;
    return [{ code: 'bridge-entry-vlan-missing', path, detail }];
  }
  if (isIn(vlan, tableOf(entry, options, made))) return [];
  const detail = `'${link}' is not in VLAN ${vlan}: put it there, or name one of its VLANs`;
  return [{ code: 'bridge-entry-vlan-not-of-port', path: `${path}/vlan`, detail }];
}

function tableOf(
  { link }: BridgeEntry,
  { defaultPvid = bridgeDefaults.defaultPvid }: BridgeOptions,
  made: ReadonlyMap<Identity, Resource>,
): VlanTable {
  const member = made.get(portIdentity(link)) ?? made.get(linkIdentity(link));
  const isMember = member?.type === 'port' || member?.type === 'link';
  return (isMember ? member.port?.vlans : undefined) ?? defaultVlanTable(defaultPvid);
}

function isIn(vlan: number, table: VlanTable): boolean {
  return vlanRanges(table).some(({ first, last }) => first <= vlan && vlan <= last);
}

/** `br_mdb_add` refuses it. */
function snoopingProblems(
  { type, bridge }: BridgeEntry,
  { multicastSnooping }: BridgeOptions,
  path: string,
): readonly EntryProblem[] {
  if (type !== 'mdb' || multicastSnooping !== false) return [];
  const detail = `'${bridge}' does not look at groups: leave the entry out, or multicastSnooping on`;
  return [{ code: 'multicast-snooping-off', path, detail }];
}
