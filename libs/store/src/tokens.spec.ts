import { openStore, type Store } from './store.js';

const at = '2026-11-20T08:00:00.000Z';
const soon = '2026-11-20T08:10:00.000Z';
const later = '2026-11-20T09:00:00.000Z';

describe('tokens in the store', () => {
  let store: Store;

  beforeEach(async () => {
    store = await openStore(':memory:');
  });

  afterEach(async () => {
    await store.close();
  });

  const joinToken = { hash: 'h', node: 'host-a', createdAt: at, expiresAt: soon };

  it('let a host join once', async () => {
    await store.joinTokens.insert(joinToken);
    const found = await store.joinTokens.findUsable('h', at);
    const uses = [await store.joinTokens.use('h', at), await store.joinTokens.use('h', at)];

    expect(found).toEqual(joinToken);
    expect(uses).toEqual([true, false]);
    expect(await store.joinTokens.findUsable('h', at)).toBeUndefined();
  });

  it('let no host join when they have expired', async () => {
    await store.joinTokens.insert(joinToken);

    expect(await store.joinTokens.findUsable('h', soon)).toBeUndefined();
  });

  it('are forgotten some time after that', async () => {
    await store.joinTokens.insert(joinToken);
    await store.joinTokens.forgetExpired(at);
    const kept = await store.joinTokens.findUsable('h', at);
    await store.joinTokens.forgetExpired(later);

    expect(kept).toBeDefined();
    expect(await store.joinTokens.findUsable('h', at)).toBeUndefined();
  });

  it('of operators come back as they were put in, until they are deleted', async () => {
    const token = {
      id: 't',
      name: 'n',
      hash: 'h',
      scopes: ['read', 'admin'],
      createdAt: at,
      expiresAt: null,
      lastUsedAt: null,
    };
    await store.apiTokens.insert(token);
    await store.apiTokens.used('t', later);

    expect(await store.apiTokens.find('t')).toEqual({ ...token, lastUsedAt: later });
    expect(await store.apiTokens.list()).toHaveLength(1);
    expect([await store.apiTokens.delete('t'), await store.apiTokens.delete('t')]).toEqual([
      true,
      false,
    ]);
    expect(await store.apiTokens.find('t')).toBeUndefined();
  });
});

describe('idempotency keys in the store', () => {
  let store: Store;

  beforeEach(async () => {
    store = await openStore(':memory:');
  });

  afterEach(async () => {
    await store.close();
  });

  it('belong to whoever comes first', async () => {
    expect(await store.idempotency.claim('k', 'one', at)).toBe(true);
    expect(await store.idempotency.claim('k', 'two', at)).toBe(false);
    expect(await store.idempotency.find('k')).toEqual({
      fingerprint: 'one',
      answer: null,
      createdAt: at,
    });
  });

  it('keep the answer', async () => {
    const answer = { status: 202, headers: { location: '/x' }, body: { a: [1] } };
    await store.idempotency.claim('k', 'one', at);
    await store.idempotency.settle('k', answer);

    expect((await store.idempotency.find('k'))?.answer).toEqual(answer);
  });

  it('are free again when released or forgotten', async () => {
    await store.idempotency.claim('a', 'one', at);
    await store.idempotency.release('a');
    await store.idempotency.claim('b', 'one', at);
    await store.idempotency.forgetBefore(later);

    expect(await store.idempotency.find('a')).toBeUndefined();
    expect(await store.idempotency.find('b')).toBeUndefined();
  });
});
