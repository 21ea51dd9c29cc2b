import {
  afterDefaultPvid,
  defaultVlanTable,
  vlanRanges,
  vlanTable,
  vlanTableChange,
  type VlanRange,
  type VlanTable,
} from './vlan-table.js';

function range(first: number, last = first, kind: Partial<VlanRange> = {}): VlanRange {
  return { first, last, pvid: false, untagged: false, ...kind };
}

const native = { pvid: true, untagged: true };

function table(text: string): VlanTable {
  return vlanTable(vlanRanges(text as VlanTable));
}

describe('a table of VLANs', () => {
  it.each([
    ['', []],
    ['1 pvid untagged, 2-4094', [range(2, 4094), range(1, 1, native)]],
    ['2-4094', [range(100, 4094), range(2, 99)]],
    ['2-99, 101-4094', [range(2, 99), range(101, 4094)]],
    ['5 pvid', [range(5, 5, { pvid: true })]],
    ['1-3, 4-6 untagged, 7-9', [range(1, 9), range(4, 6, { untagged: true })]],
    ['1 pvid untagged, 2 untagged', [range(1, 2, { untagged: true }), range(1, 1, native)]],
  ])("is one text: '%s'", (text, ranges) => {
    expect(vlanTable(ranges)).toBe(text);
    expect(table(text)).toBe(text);
  });

  it.each([
    [1, '1 pvid untagged'],
    [4094, '4094 pvid untagged'],
    [0, ''],
  ])('of a new port with the default VLAN %d is %s', (pvid, text) => {
    expect(defaultVlanTable(pvid)).toBe(text);
  });

  it.each([
    ['moves with its bridge', '1 pvid untagged', 1, 99, '99 pvid untagged'],
    ['keeps what else it has', '1 pvid untagged, 5-9', 1, 99, '5-9, 99 pvid untagged'],
    ['stays when somebody has changed it', '1 untagged', 1, 99, '1 untagged'],
    ['stays when it has the VLAN already', '1 pvid untagged, 99', 1, 99, '1 pvid untagged, 99'],
    ['loses it', '1 pvid untagged, 5', 1, 0, '5'],
    ['gets one', '5', 0, 7, '5, 7 pvid untagged'],
  ])('%s', (_, before, former, next, after) => {
    expect(afterDefaultPvid(table(before), former, next)).toBe(after);
  });
});

describe('from one table to another', () => {
  it.each([
    ['nothing', '1 pvid untagged', '1 pvid untagged', [], []],
    ['VLANs that come', '1', '1-4094', [range(2, 4094)], []],
    ['VLANs that go', '1-4094', '1, 4094', [], [range(2, 4093)]],
    ['one that becomes native', '1-9', '1-4, 5 pvid untagged, 6-9', [range(5, 5, native)], []],
    ['both ends', '2-9', '1-8', [range(1)], [range(9)]],
  ])('are %s', (_, before, after, added, removed) => {
    expect(vlanTableChange(table(before), table(after))).toEqual({ added, removed });
  });
});
