import { nftTable } from '#drivers';
import { ownTablesIn, tablesIn } from './nft-listing.js';

const owner = { contract: 'A'.repeat(26), workload: 'lan' };
const name = `hercules/${owner.contract}/lan`;
const place = { family: 'inet', table: name };

function listing(...nftables: readonly object[]): string {
  return JSON.stringify({ nftables: [{ metainfo: { version: '1.0.6' } }, ...nftables] });
}

describe('a listing of nft', () => {
  it('tells the tables of ours by their names', () => {
    const tables = ['inet', 'bridge', 'ip'].map((family) => ({
      table: { family, name, handle: 1 },
    }));
    expect(ownTablesIn(listing({ table: { family: 'inet', name: 'docker' } }, ...tables))).toEqual([
      { family: 'inet', table: name },
      { family: 'bridge', table: name },
    ]);
  });

  it('tells chains with their hooks and rules in their order, without handles', () => {
    const text = listing(
      { table: { family: 'inet', name, handle: 7 } },
      { chain: { ...place, name: 'b', handle: 1 } },
      {
        chain: {
          ...place,
          name: 'a',
          handle: 2,
          type: 'filter',
          hook: 'forward',
          prio: -150,
          policy: 'drop',
        },
      },
      { rule: { ...place, chain: 'a', handle: 4, expr: [{ counter: null }] } },
      { rule: { ...place, chain: 'a', handle: 3, expr: [{ accept: null }] } },
    );
    const hook = { type: 'filter', hook: 'forward', priority: -150, policy: 'drop' } as const;
    expect(tablesIn(text)).toEqual([
      nftTable('inet', owner, [
        { name: 'a', hook, rules: [[{ counter: null }], [{ accept: null }]] },
        { name: 'b', rules: [] },
      ]),
    ]);
  });

  it('keeps the rules of one table out of another of the same name', () => {
    const text = listing(
      { table: { family: 'inet', name } },
      { chain: { ...place, name: 'a' } },
      { rule: { ...place, family: 'bridge', chain: 'a', expr: [{ accept: null }] } },
    );
    expect(tablesIn(text)).toEqual([nftTable('inet', owner, [{ name: 'a', rules: [] }])]);
  });

  it('makes a table differ in which somebody has put a set', () => {
    const text = listing({ table: { family: 'inet', name } }, { set: { ...place, name: 'who' } });
    expect(tablesIn(text)).not.toEqual([nftTable('inet', owner, [])]);
  });
});
