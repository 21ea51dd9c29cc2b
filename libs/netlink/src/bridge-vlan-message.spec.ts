import { vlanTable, type VlanRange } from '#drivers';
import {
  addBridgeVlans,
  addTunnels,
  decodeBridgeVlans,
  dumpBridgeVlans,
  removeBridgeVlans,
} from './bridge-vlan-message.js';

const range = (first: number, last: number, kind: Partial<VlanRange> = {}): VlanRange => ({
  first,
  last,
  pvid: false,
  untagged: false,
  ...kind,
});

const native = range(1, 1, { pvid: true, untagged: true });
const port = { index: 7, isBridge: false };

describe('the VLANs of a port', () => {
  it('are two entries for a range, whatever lies between, and one for a single VLAN', () => {
    const { type, body } = addBridgeVlans(port, [native, range(2, 4094)]);

    expect(type).toBe(19);
    expect(body.toString('hex')).toBe(
      [
        '07000000070000000000000000000000',
        '1c001a00',
        '0800020006000100',
        '0800020008000200',
        '080002001000fe0f',
      ].join(''),
    );
  });

  it('are taken away by the same entries', () => {
    expect(removeBridgeVlans(port, [native])).toEqual({
      ...addBridgeVlans(port, [native]),
      type: 17,
    });
  });

  it('are those of the bridge itself where that is said', () => {
    const { body } = addBridgeVlans({ index: 7, isBridge: true }, [native]);

    expect(body.toString('hex', 16)).toBe('14001a00060000000200000008000200' + '06000100');
  });

  it('come back as they went', () => {
    const ranges = [native, range(5, 9), range(10, 12, { untagged: true }), range(4094, 4094)];
    const { body } = addBridgeVlans(port, ranges);

    expect(decodeBridgeVlans(body)).toEqual({ link: 7, vlans: vlanTable(ranges), tunnels: '' });
  });

  it('come back with the VNIs that they are handed over as', () => {
    const vlans = addBridgeVlans(port, [range(5, 9)]).body;
    const ranges = [
      { first: 5, last: 7, vni: 1005 },
      { first: 9, last: 9, vni: 7 },
    ];
    const spec = (body: Buffer): Buffer => body.subarray(20);
    const both = Buffer.concat([
      vlans.subarray(0, 20),
      spec(vlans),
      spec(addTunnels(7, ranges).body),
    ]);
    both.writeUInt16LE(both.length - 16, 16);

    expect(decodeBridgeVlans(both)).toMatchObject({ tunnels: '5-7=1005, 9=7' });
  });

  it('are none where the kernel tells none', () => {
    expect(decodeBridgeVlans(dumpBridgeVlans().body)).toBeUndefined();
  });

  it('are asked for as ranges', () => {
    expect(dumpBridgeVlans().body.toString('hex')).toBe(
      '07000000000000000000000000000000' + '08001d0004000000',
    );
  });
});
