import { vniRanges, vniTable, type VniTable } from '#drivers';
import { address } from '../test/sample-resources.js';
import { vxlanRecord } from '../test/fake-tables.js';
import { foldedEntries } from './fdb-folding.js';
import { createFdbEntry, decodeFdbEntry } from './fdb-message.js';
import { floodMac } from '../test/sample-resources.js';
import { withVnis } from './vni-merge.js';
import { addVnis, decodeVnis, removeVnis, vniMessage } from './vni-message.js';

const ranges = [
  { first: 100, last: 110 },
  { first: 200, last: 200, group: address('239.1.1.1') },
  { first: 300, last: 301, group: address('ff05::1') },
];

describe('the VNIs of a link', () => {
  it('come back as they went', () => {
    const [request] = addVnis(7, ranges);

    expect(request?.type).toBe(vniMessage.new);
    expect(decodeVnis(request?.body ?? Buffer.alloc(0))).toEqual({ link: 7, ranges });
  });

  it('go without a word about their group', () => {
    const [request] = removeVnis(7, ranges);

    expect(decodeVnis(request?.body ?? Buffer.alloc(0)).ranges).toEqual(
      ranges.map(({ first, last }) => ({ first, last })),
    );
  });

  it('take no message where there are none, and several where there are many', () => {
    const many = Array.from({ length: 2001 }, (_, place) => ({
      first: 2 * place,
      last: 2 * place,
    }));

    expect(addVnis(7, [])).toEqual([]);
    expect(addVnis(7, many)).toHaveLength(3);
  });

  it('are put together from several messages, and are none where none tells of them', () => {
    const filter = (index: number): ReturnType<typeof vxlanRecord> => {
      const link = vxlanRecord(index, `vx${index}`);
      return { ...link, ...(link.vxlan && { vxlan: { ...link.vxlan, vniFilter: true } }) };
    };
    const records = [
      { link: 7, ranges: [{ first: 5, last: 9 }] },
      { link: 7, ranges: [{ first: 10, last: 11 }] },
    ];

    const links = withVnis([filter(7), filter(8), vxlanRecord(9, 'vx9')], records);

    expect(links.map(({ vxlan }) => vxlan?.vnis)).toEqual(['5-11', '', undefined]);
  });
});

describe('the forwarding entries of many VNIs', () => {
  const entry = { link: 7, mac: floodMac, destination: address('198.51.100.2') };
  const sent = (sourceVni: number, fields: object = {}): ReturnType<typeof decodeFdbEntry> =>
    decodeFdbEntry(createFdbEntry({ ...entry, sourceVni, ...fields }).body);
  const table = (first: number, last = first): VniTable => vniTable([{ first, last }]);

  it('are one where they differ in nothing else', () => {
    const records = [3, 1, 2].flatMap((vni) => sent(vni) ?? []);

    expect(foldedEntries(records)).toEqual([{ ...entry, sourceVnis: table(1, 3) }]);
    expect(vniRanges(table(1, 3))).toHaveLength(1);
  });

  it('are several where they lead elsewhere', () => {
    const records = [sent(1), sent(2, { vni: 0 }), sent(3, { vni: 9 })].flatMap((one) => one ?? []);

    expect(foldedEntries(records)).toEqual([
      { ...entry, sourceVnis: table(1) },
      { ...entry, vni: 0, sourceVnis: table(2) },
      { ...entry, vni: 9, sourceVnis: table(3) },
    ]);
  });
});
