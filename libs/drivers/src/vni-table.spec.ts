import { parseIpAddress, type IpAddress } from './addresses.js';
import { vniCount, vniRanges, vnisIn, vniTable, vniTableChange } from './vni-table.js';

const [group] = [parseIpAddress('239.1.1.1')].flatMap((address) => address ?? []);
const table = (text: string): ReturnType<typeof vniTable> =>
  vniTable(vniRanges(vniTable(parts(text))));

function parts(text: string): readonly { first: number; last: number; group?: IpAddress }[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [ids = '', isGrouped] = word.split('@');
      const [first = '', last = first] = ids.split('-');
      return {
        first: Number(first),
        last: Number(last),
        ...(isGrouped !== undefined && group !== undefined && { group }),
      };
    });
}

describe('a table of VNIs', () => {
  it.each([
    ['', ''],
    ['7', '7'],
    ['3 1 2', '1-3'],
    ['1-5 6-9', '1-9'],
    ['1-5 7-9', '1-5, 7-9'],
    ['1@ 2@ 3', '1-2 239.1.1.1, 3'],
    ['16777214-16777215', '16777214-16777215'],
  ])('of %s is written %s', (ranges, text) => {
    expect(vniTable(parts(ranges))).toBe(text);
    expect(vniTable(vniRanges(table(ranges)))).toBe(text);
  });

  it('tells its VNIs and how many they are', () => {
    expect([...vnisIn(vniRanges(table('1-3 9')))]).toEqual([1, 2, 3, 9]);
    expect(vniCount(table('1-3 9'))).toBe(4);
  });

  it.each([
    ['', '1-9', '1-9', ''],
    ['1-9', '', '', '1-9'],
    ['1-9', '1-9', '', ''],
    ['1-9', '1-4 6-9', '', '5'],
    ['1-4 6-9', '1-9', '5', ''],
    ['1-5', '3-9', '6-9', '1-2'],
    ['1 5 9', '1-9', '2-4 6-8', ''],
    ['1-9', '1@ 2-9', '1@', '1'],
    ['1-9@', '4-5', '4-5', '1-9@'],
    ['5-6', '1 9', '1 9', '5-6'],
  ])('goes from %s to %s by adding %s and removing %s', (before, after, added, removed) => {
    expect(vniTableChange(table(before), table(after))).toEqual({
      added: vniRanges(table(added)),
      removed: vniRanges(table(removed)),
    });
  });

  it('needs no more time for wide ranges than for narrow ones', () => {
    const all = table('1-16777215');

    expect(vniTableChange(all, table('1-8000000 8000002-16777215'))).toEqual({
      added: [],
      removed: [{ first: 8_000_001, last: 8_000_001 }],
    });
  });
});
