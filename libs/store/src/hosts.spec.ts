import { generateSigningKey, publicKeyOf } from '#contract';
import type { HostState } from '#drivers';
import type { ContractReport } from '#protocol';
import { openStore, type Store } from './store.js';

const at = '2026-11-20T08:00:00.000Z';
const later = '2026-11-20T09:00:00.000Z';
const state: HostState = { links: [], addresses: [], routes: [], fdb: [] };
const key = publicKeyOf(generateSigningKey());

function report(parts: Partial<ContractReport> = {}): ContractReport {
  return {
    contractId: 'a',
    version: 1,
    digest: 'sha256:1',
    state: 'applied',
    conditions: [],
    workloads: [],
    problems: [],
    ...parts,
  };
}

describe('hosts in the store', () => {
  let store: Store;

  beforeEach(async () => {
    store = await openStore(':memory:');
  });

  afterEach(async () => {
    await store.close();
  });

  it('are known as soon as they are named, and stay as they are when named again', async () => {
    await store.nodes.join('host-a', { key, agentVersion: '1', at });
    await store.nodes.ensure(['host-a', 'host-b']);

    expect(await store.nodes.list()).toMatchObject([
      { id: 'host-a', keyId: key.kid, publicKey: key },
      { id: 'host-b', keyId: null, publicKey: null, generation: 0, problems: [], lastSeenAt: null },
    ]);
  });

  it('are found by their key until it is forgotten', async () => {
    await store.nodes.join('host-a', { key, agentVersion: '1', at });
    const before = await store.nodes.byKey(key.kid);
    await store.nodes.forgetKey('host-a');

    expect(before?.id).toBe('host-a');
    expect(await store.nodes.byKey(key.kid)).toBeUndefined();
  });

  it('do not share a key', async () => {
    await store.nodes.join('host-a', { key, agentVersion: '1', at });

    await expect(store.nodes.join('host-b', { key, agentVersion: '1', at })).rejects.toThrow(
      /UNIQUE/,
    );
  });

  it('are listed page by page', async () => {
    await store.nodes.ensure(['c', 'a', 'b']);
    const pages = [
      await store.nodes.list({ limit: 2 }),
      await store.nodes.list({ limit: 2, after: 'b' }),
    ];

    expect(pages.map((page) => page.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
  });

  it('count the changes of what is wanted of them', async () => {
    await store.nodes.ensure(['a', 'b']);
    await store.nodes.bumpGeneration(['a']);
    await store.nodes.bumpGeneration(['a', 'b']);

    expect((await store.nodes.list()).map(({ generation }) => generation)).toEqual([2, 1]);
  });

  it('have a state once they have reported one', async () => {
    await store.nodes.ensure(['a']);
    const before = await store.nodes.stateOf('a');
    await store.nodes.setState('a', state, 'sha256:1', at);
    await store.nodes.observed('a', later);

    expect(before).toBeUndefined();
    expect(await store.nodes.stateOf('a')).toEqual(state);
    expect(await store.nodes.find('a')).toMatchObject({
      stateDigest: 'sha256:1',
      observedAt: later,
    });
  });

  it('say about themselves what they said last', async () => {
    const problem = { code: 'x', path: '', detail: 'y' };
    await store.nodes.ensure(['a']);
    await store.nodes.describe('a', { agentVersion: '2', charterVersion: 3, problems: [problem] });
    await store.nodes.describe('a', { agentVersion: '2', problems: [problem] });
    await store.nodes.seen('a', later);

    expect(await store.nodes.find('a')).toMatchObject({
      agentVersion: '2',
      charterVersion: 3,
      problems: [problem],
      lastSeenAt: later,
    });
  });

  it('replace what they said of a contract before', async () => {
    await store.nodes.ensure(['host-a', 'host-b']);
    await store.reports.put({ node: 'host-b', report: report(), reportedAt: at });
    await store.reports.put({
      node: 'host-a',
      report: report({ state: 'applying' }),
      reportedAt: at,
    });
    await store.reports.put({
      node: 'host-a',
      report: report({ version: 2, digest: 'sha256:2' }),
      reportedAt: later,
    });

    expect(await store.reports.find('a', 'host-a')).toEqual({
      node: 'host-a',
      report: report({ version: 2, digest: 'sha256:2' }),
      reportedAt: later,
    });
    expect((await store.reports.ofContract('a')).map(({ node }) => node)).toEqual([
      'host-a',
      'host-b',
    ]);
    expect(await store.reports.outcomes('a')).toEqual([
      { node: 'host-a', digest: 'sha256:2', state: 'applied' },
      { node: 'host-b', digest: 'sha256:1', state: 'applied' },
    ]);
  });
});
