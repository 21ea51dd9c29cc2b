import type { BridgeOptions } from './bridge-link.js';
import type { BridgePortOptions } from './bridge-port.js';
import { vlanRanges, type VlanRange, type VlanTable } from './vlan-table.js';

/**
 * How the host's own frames look on the wire behind a port of a bridge, so that their answers come back: 'untagged' or
 * 'tag 7'; undefined: they do not pass. `tag` is the VLAN over the bridge that they come from, undefined: none.
 */
export function exitOf(
  bridge: BridgeOptions,
  port: BridgePortOptions,
  tag: number | undefined,
): string | undefined {
  if (bridge.vlanFiltering !== true) return tag === undefined ? 'untagged' : `tag ${tag}`;
  const id = tag ?? pvidOf(bridge.vlans);
  if (id === undefined || rangeOf(bridge.vlans, id) === undefined) return undefined;
  const leaving = rangeOf(port.vlans, id);
  if (leaving === undefined) return undefined;
  if (!leaving.untagged) return `tag ${id}`;
  return pvidOf(port.vlans) === id ? 'untagged' : undefined;
}

function pvidOf(table: VlanTable | undefined): number | undefined {
  return rangesOf(table).find(({ pvid }) => pvid)?.first;
}

function rangeOf(table: VlanTable | undefined, id: number): VlanRange | undefined {
  return rangesOf(table).find(({ first, last }) => first <= id && id <= last);
}

function rangesOf(table: VlanTable | undefined): readonly VlanRange[] {
  return table === undefined ? [] : vlanRanges(table);
}
