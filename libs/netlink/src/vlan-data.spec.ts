import { qosMap } from '#drivers';
import { attributeTree } from '../test/attribute-tree.js';
import { Attributes } from './attributes.js';
import { decodeVlan, encodeVlan, type VlanData } from './vlan-data.js';

const data = (attributes: readonly Buffer[]): Attributes =>
  new Attributes(Buffer.concat(attributes));

const tree = (attributes: readonly Buffer[]): unknown => attributeTree(Buffer.concat(attributes));

const plain: Required<VlanData> = {
  id: 101,
  protocol: '802.1Q',
  reorderHeader: true,
  looseBinding: false,
  gvrp: false,
  mvrp: false,
  ingressQos: qosMap([]),
  egressQos: qosMap([]),
};

describe('the options of a VLAN', () => {
  it.each([
    ['plain ones', {}],
    ['an S-tag and the last id', { protocol: '802.1ad', id: 4094 }],
    ['all flags', { looseBinding: true, gvrp: true, mvrp: true }],
    ['no flag', { reorderHeader: false }],
    [
      'both maps',
      {
        ingressQos: qosMap([
          [0, 7],
          [7, 0xffff_ffff],
        ]),
        egressQos: qosMap([
          [0xffff_ffff, 1],
          [6, 5],
        ]),
      },
    ],
  ] satisfies [string, Partial<VlanData>][])('come back as they went: %s', (_what, fields) => {
    const options = { ...plain, ...fields };

    expect(decodeVlan(data(encodeVlan(options)))).toEqual(options);
  });

  it('are the bytes of if_link.h: big-endian EtherType, flags with their mask, pairs of u32', () => {
    expect(
      tree(encodeVlan({ id: 300, protocol: '802.1ad', gvrp: true, reorderHeader: false })),
    ).toEqual({ 1: '2c01', 5: '88a8', 2: '0200000003000000' });
    expect(encodeVlan({ ingressQos: qosMap([[5, 6]]) })[0]?.toString('hex')).toBe(
      '100004000c0001000500000006000000',
    );
  });

  it('leave out what is not given, and an empty map that takes the place of none', () => {
    expect(encodeVlan({})).toEqual([]);
    expect(encodeVlan({ egressQos: qosMap([]) })).toEqual([]);
  });

  it('set to 0 what a map no longer has', () => {
    const before = {
      egressQos: qosMap([
        [1, 1],
        [6, 5],
      ]),
    };
    const after = {
      egressQos: qosMap([
        [6, 4],
        [7, 7],
      ]),
    };
    const [sent] = encodeVlan(after, before);
    const mappings = new Attributes(sent ?? Buffer.alloc(0)).nested(3)?.all(1) ?? [];

    expect(mappings.map((pair) => [pair.readUInt32LE(0), pair.readUInt32LE(4)])).toEqual([
      [1, 0],
      [6, 4],
      [7, 7],
    ]);
    expect(encodeVlan({ egressQos: qosMap([]) }, after)).toHaveLength(1);
  });

  it('are none of ours with another kind of tag, or with none', () => {
    expect(decodeVlan(data([Buffer.from('0600050091000000', 'hex')]))).toBeUndefined();
    expect(decodeVlan(undefined)).toBeUndefined();
  });
});
