import {
  lastVlanId,
  vlanRanges,
  vlanTable,
  vlanTableChange,
  type BridgePortOptions,
  type VlanTable,
} from '#drivers';
import { encodeBridgePort } from './bridge-port-data.js';
import { addBridgeVlans, removeBridgeVlans, type VlanHolder } from './bridge-vlan-message.js';
import { changePort } from './link-message.js';
import type { Request } from './messages.js';

/** What makes a link the port that it shall be, after it has joined its bridge. */
export function newPortRequests(
  index: number,
  port: BridgePortOptions | undefined,
): readonly Request[] {
  return port === undefined ? [] : portRequests(index, port, undefined);
}

/** What changes the options given of a port; `before` are its VLANs, undefined where they are not known. */
export function portRequests(
  index: number,
  options: BridgePortOptions,
  before: VlanTable | undefined,
): readonly Request[] {
  const data = encodeBridgePort(options);
  return [
    ...(data.length === 0 ? [] : [changePort(index, data)]),
    ...vlanRequests({ index, isBridge: false }, options.vlans, before),
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

/** Whatever is there goes, but for what shall be there. */
function anew(vlans: VlanTable): ReturnType<typeof vlanTableChange> {
  const all = vlanTable([{ first: 1, last: lastVlanId, pvid: false, untagged: false }]);
  return { added: vlanRanges(vlans), removed: vlanTableChange(all, vlans).removed };
}
