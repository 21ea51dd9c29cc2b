import {
  lastVlanId,
  tunnelMap,
  tunnelMapChange,
  vlanRanges,
  vlanTable,
  vlanTableChange,
  type BridgePortOptions,
  type VlanTable,
} from '#drivers';
import { encodeBridgePort } from './bridge-port-data.js';
import {
  addBridgeVlans,
  addTunnels,
  removeBridgeVlans,
  removeTunnels,
  type VlanHolder,
} from './bridge-vlan-message.js';
import { changePort } from './link-message.js';
import type { Request } from './messages.js';

/** What makes a link the port that it shall be, after it has joined its bridge. */
export function newPortRequests(
  index: number,
  port: BridgePortOptions | undefined,
): readonly Request[] {
  return port === undefined ? [] : portRequests(index, port, undefined);
}

/** What changes the options given of a port; `before` is what it was, undefined where that is not known. */
export function portRequests(
  index: number,
  options: BridgePortOptions,
  before: BridgePortOptions | undefined,
): readonly Request[] {
  const data = encodeBridgePort(options);
  const tunnels = tunnelChange(options, before);
  return [
    ...(tunnels.removed.length === 0 ? [] : [removeTunnels(index, tunnels.removed)]),
    ...(data.length === 0 ? [] : [changePort(index, data)]),
    ...vlanRequests({ index, isBridge: false }, options.vlans, before?.vlans),
    ...(tunnels.added.length === 0 ? [] : [addTunnels(index, tunnels.added)]),
  ];
}

/** First the new VLANs, then the old ones go: a VLAN that only changes its kind carries frames all the while. */
export function vlanRequests(
  holder: VlanHolder,
  vlans: VlanTable | undefined,
  before: VlanTable | undefined,
): readonly Request[] {
  if (vlans === undefined) return [];
  const { added, removed } = before === undefined ? anew(vlans) : vlanTableChange(before, vlans);
  return [
    ...(added.length === 0 ? [] : [addBridgeVlans(holder, added)]),
    ...(removed.length === 0 ? [] : [removeBridgeVlans(holder, removed)]),
  ];
}

/**
 * What goes does so before its VLAN and the port's tunnelling do, which would take it along; what comes needs both. A
 * VLAN that is given another VNI gives up the old one first (`__vlan_tunnel_info_add` in net/bridge/br_vlan_tunnel.c).
 */
function tunnelChange(
  { tunnels, vlanTunnel }: BridgePortOptions,
  before: BridgePortOptions | undefined,
): ReturnType<typeof tunnelMapChange> {
  if (tunnels === undefined || vlanTunnel === false) return { added: [], removed: [] };
  return tunnelMapChange(before?.tunnels ?? tunnelMap([]), tunnels);
}

/** Whatever is there goes, but for what shall be there. */
function anew(vlans: VlanTable): ReturnType<typeof vlanTableChange> {
  const all = vlanTable([{ first: 1, last: lastVlanId, pvid: false, untagged: false }]);
  return { added: vlanRanges(vlans), removed: vlanTableChange(all, vlans).removed };
}
