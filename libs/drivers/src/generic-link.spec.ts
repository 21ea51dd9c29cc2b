import { genericPart } from './generic-link.js';
import type { KindTable } from './kind-table.js';

const table: KindTable = {
  kernelKind: 'geneve',
  fields: {
    vni: { type: 'u32', attribute: 1, change: 'recreate' },
    remote: { type: 'ip', attributes: { ipv4: 2, ipv6: 7 }, change: 'in-place' },
    ttl: { type: 'u8', attribute: 3, change: 'in-place', absent: 64 },
    df: { type: 'word8', attribute: 13, change: 'in-place', words: ['unset', 'set'] },
    external: { type: 'presence', attribute: 6, change: 'recreate' },
  },
  unique: ['vni', 'remote'],
};

describe('the options of a link of a declared kind', () => {
  it('stand where the table says whether they can change, and what is not given has a value', () => {
    expect(genericPart(table, { vni: 7, remote: '198.51.100.2' })).toEqual({
      kind: 'generic',
      kernelKind: 'geneve',
      fixed: { vni: 7, remoteFamily: 'ipv4', external: false },
      generic: { remote: '198.51.100.2', ttl: 64, df: 'unset' },
      claim: 'geneve link with vni 7, remote 198.51.100.2',
    });
  });

  it('have no address where none is given', () => {
    expect(genericPart(table, { vni: 7 })).toMatchObject({
      fixed: { vni: 7, external: false },
      generic: { ttl: 64, df: 'unset' },
      claim: 'geneve link with vni 7, remote none',
    });
  });

  it('claim nothing where the kernel makes as many alike as one likes', () => {
    const { unique, ...common } = table;
    expect(genericPart(common, { vni: 7 })).not.toHaveProperty('claim');
  });

  it('are no others than those of the table', () => {
    expect(() => genericPart(table, { vnid: 7 })).toThrow(
      "the table of link kind 'geneve' has no field 'vnid'",
    );
  });
});
