import { defaultVlanTable, vlanTable } from '#drivers';
import { encodeBridgePort } from './bridge-port-data.js';
import { addBridgeVlans, removeBridgeVlans } from './bridge-vlan-message.js';
import { changePort } from './link-message.js';
import { newPortRequests, portRequests } from './port-change.js';

const kind = { pvid: false, untagged: false };
const trunk = vlanTable([{ first: 2, last: 4094, ...kind }]);
const port = { index: 7, isBridge: false };

describe('a port', () => {
  it('takes one message for its options and one for VLANs that come', () => {
    const options = { isolated: true, vlans: vlanTable([{ first: 1, last: 4094, ...kind }]) };

    expect(portRequests(7, options, { vlans: trunk })).toEqual([
      changePort(7, encodeBridgePort({ isolated: true })),
      addBridgeVlans(port, [{ first: 1, last: 1, ...kind }]),
    ]);
  });

  it('gets its new VLANs before it loses the old ones', () => {
    expect(portRequests(7, { vlans: trunk }, { vlans: defaultVlanTable(1) })).toEqual([
      addBridgeVlans(port, [{ first: 2, last: 4094, ...kind }]),
      removeBridgeVlans(port, [{ first: 1, last: 1, pvid: true, untagged: true }]),
    ]);
  });

  it('that is new loses whatever the kernel has put it into', () => {
    expect(newPortRequests(7, { vlans: trunk })).toEqual([
      addBridgeVlans(port, [{ first: 2, last: 4094, ...kind }]),
      removeBridgeVlans(port, [{ first: 1, last: 1, ...kind }]),
    ]);
  });

  it('of which nothing is asked takes no message', () => {
    expect(newPortRequests(7, undefined)).toEqual([]);
    expect(portRequests(7, {}, undefined)).toEqual([]);
  });
});
