import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, nftTable, type NftResource, type NftRule, type Operation } from '#drivers';
import { NftHost } from '../src/index.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns } from '../../../test/kernel/netns.js';

const owner = { contract: 'A'.repeat(26), workload: 'lan' };
const hook = { type: 'filter', hook: 'forward', priority: -150, policy: 'accept' } as const;
const clamp: NftRule = [
  { match: { op: '==', left: { meta: { key: 'oifname' } }, right: 'vx-lan' } },
  { match: { op: 'in', left: { payload: { protocol: 'tcp', field: 'flags' } }, right: 'syn' } },
  { mangle: { key: { 'tcp option': { name: 'maxseg', field: 'size' } }, value: 1410 } },
];
const table = nftTable('inet', owner, [{ name: 'clamp', hook, rules: [clamp] }]);
const bridged = nftTable('bridge', owner, [{ name: 'clamp', hook, rules: [clamp] }]);

function nft(...args: readonly string[]): string {
  return execFileSync('nft', args, { encoding: 'utf8' });
}

function operation(before: NftResource | null, after: NftResource | null): Operation {
  const action = after === null ? 'delete' : before === null ? 'create' : 'change';
  const identity = identityOf(after ?? before ?? table);
  return { action, identity, before, after, fields: [], effect: 'none', dependsOn: [] };
}

function onHost(test: (host: NftHost) => Promise<void>): () => Promise<void> {
  return () =>
    inNewNetns(async () => {
      const host = await NftHost.open();
      if (host === undefined) throw new Error('this machine has no nft');
      await test(host);
      host.close();
    });
}

describe('tables of ours on the kernel', () => {
  it(
    'read as they were asked for',
    onHost(async (host) => {
      const made = await host.apply([operation(null, table), operation(null, bridged)]);
      expect(made.flatMap(({ failure }) => failure ?? [])).toEqual([]);
      expect(await host.observe()).toEqual({ nft: [bridged, table] });
      expect(host.writes).toBe(1);
    }),
  );

  it(
    'are replaced and removed as a whole, and never those of others',
    onHost(async (host) => {
      nft('add', 'table', 'inet', 'theirs');
      const before = nft('list', 'ruleset');
      await host.apply([operation(null, table)]);
      const empty = nftTable('inet', owner, []);
      await host.apply([operation(table, empty)]);
      expect(await host.observe()).toEqual({ nft: [empty] });
      await host.apply([operation(empty, null)]);
      expect(await host.observe()).toEqual({ nft: [] });
      expect(nft('list', 'ruleset')).toBe(before);
    }),
  );

  it(
    'stay as they were where the new ones are refused, and it is told which',
    onHost(async (host) => {
      await host.apply([operation(null, table)]);
      const unknown = nftTable('inet', owner, [
        { name: 'a', rules: [[{ jump: { target: 'b' } }]] },
      ]);
      const outcomes = await host.apply([operation(null, bridged), operation(table, unknown)]);
      expect(outcomes.map(({ failure }) => failure?.errno)).toEqual([undefined, 'ENOENT']);
      expect(await host.observe()).toEqual({ nft: [bridged, table] });
    }),
  );

  it(
    'are gone already where somebody removed them',
    onHost(async (host) => {
      expect(await host.apply([operation(table, null)])).toEqual([{ identity: identityOf(table) }]);
    }),
  );

  it(
    'read otherwise when somebody changed them',
    onHost(async (host) => {
      await host.apply([operation(null, table)]);
      nft('insert', 'rule', 'inet', table.table, 'clamp', 'accept');
      expect(await host.observe()).not.toEqual({ nft: [table] });
      nft('delete', 'table', 'inet', table.table);
      expect(await host.observe()).toEqual({ nft: [] });
      await sleep(0);
    }),
  );

  it(
    'are more than a few',
    onHost(async (host) => {
      const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((workload) =>
        nftTable('inet', { ...owner, workload }, [{ name: 'clamp', hook, rules: [clamp] }]),
      );
      await host.apply(many.map((entry) => operation(null, entry)));
      expect(await host.observe()).toEqual({ nft: many });
    }),
  );
});
