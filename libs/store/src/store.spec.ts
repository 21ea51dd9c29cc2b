import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from './store.js';

const at = '2026-11-20T08:00:00.000Z';

describe('store', () => {
  let store: Store;

  beforeEach(async () => {
    store = await openStore(':memory:');
  });

  afterEach(async () => {
    await store.close();
  });

  it('keeps all writes of a transaction that succeeds', async () => {
    await store.transaction(async ({ settings, nodes }) => {
      await settings.set('trustAnchor', 'sha256:aa');
      await nodes.ensure(['host-a']);
    });

    expect(await store.settings.get('trustAnchor')).toBe('sha256:aa');
    expect(await store.nodes.find('host-a')).toMatchObject({ generation: 0, keyId: null });
  });

  it('keeps no write of a transaction that throws', async () => {
    const failing = store.transaction(async ({ settings, events }) => {
      await settings.set('trustAnchor', 'sha256:aa');
      await events.append({ time: at, type: 'charter.accepted', subject: '', actor: '', data: {} });
      throw new Error('changed my mind');
    });

    await expect(failing).rejects.toThrow('changed my mind');
    expect(await store.settings.get('trustAnchor')).toBeUndefined();
    expect(await store.events.lastSeq()).toBe(0);
  });

  it('answers a ping until it is closed', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });
});

describe('store file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is readable by its owner only and still holds what was stored after a restart', async () => {
    const file = join(folder, 'controller.sqlite');
    const before = await openStore(file);
    await before.settings.set('trustAnchor', 'sha256:bb');
    await before.close();

    const after = await openStore(file);
    expect(await after.settings.get('trustAnchor')).toBe('sha256:bb');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await after.close();
  });

  it('says which file could not be opened', async () => {
    await expect(openStore(join(folder, 'missing', 'x.sqlite'))).rejects.toMatchObject({
      code: 'store-open-failed',
      message: expect.stringContaining('x.sqlite'),
    });
  });
});
