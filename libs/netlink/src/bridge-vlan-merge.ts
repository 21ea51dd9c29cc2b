import { tunnelMap, vlanTable } from '#drivers';
import type { BridgeVlanRecord } from './bridge-vlan-message.js';
import type { LinkRecord } from './link-message.js';

/** Whether a link can be in VLANs of a bridge: as a port, or as the bridge itself. */
export function isInBridge({ bridge, port }: LinkRecord): boolean {
  return bridge !== undefined || port !== undefined;
}

/** Whether the kernel of these links knows VLANs on bridges, as far as they tell. */
export function tellsOfVlans(links: readonly LinkRecord[]): boolean {
  return links.some(({ bridge }) => bridge?.vlans !== undefined);
}

/** Links with the VLANs that they are in; no entry: in none. */
export function withVlans(
  links: readonly LinkRecord[],
  records: readonly BridgeVlanRecord[],
): readonly LinkRecord[] {
  const tables = new Map(records.map((record) => [record.link, record]));
  return links.map((link) => withTable(link, tables.get(link.index) ?? nothing));
}

type Tables = Pick<BridgeVlanRecord, 'vlans' | 'tunnels'>;
const nothing: Tables = { vlans: vlanTable([]), tunnels: tunnelMap([]) };

function withTable(link: LinkRecord, { vlans, tunnels }: Tables): LinkRecord {
  const { bridge, port } = link;
  return {
    ...link,
    ...(bridge !== undefined && { bridge: { ...bridge, vlans } }),
    ...(port !== undefined && { port: { ...port, vlans, tunnels } }),
  };
}
