import type { OperationRecord } from './records.js';
import { openStore, type Store } from './store.js';

const at = '2026-11-20T08:00:00.000Z';
const later = '2026-11-20T09:00:00.000Z';

function operation(id: string): OperationRecord {
  return {
    id,
    kind: 'rollout',
    contractId: 'a',
    version: 1,
    state: 'running',
    createdAt: at,
    finishedAt: null,
    error: null,
  };
}

describe('history in the store', () => {
  let store: Store;

  beforeEach(async () => {
    store = await openStore(':memory:');
    await store.contracts.insert({
      contractId: 'a',
      version: 1,
      approvedVersion: 1,
      state: 'approved',
      revision: 1,
      createdAt: at,
      updatedAt: at,
    });
  });

  afterEach(async () => {
    await store.close();
  });

  const append = (type: string): Promise<{ seq: number }> =>
    store.events.append({
      time: at,
      type,
      subject: 's',
      actor: 'a',
      data: { deep: { list: [1, null] } },
    });

  describe('events', () => {
    it('are numbered from 1 without gaps, also when a change between was taken back', async () => {
      await append('one');
      await store
        .transaction(async ({ events }) => {
          await events.append({ time: at, type: 'lost', subject: '', actor: '', data: {} });
          throw new Error('taken back');
        })
        .catch(() => undefined);
      await append('two');

      expect((await store.events.after(0, 10)).map(({ seq, type }) => [seq, type])).toEqual([
        [1, 'one'],
        [2, 'two'],
      ]);
    });

    it('come back as they were put in, in parts', async () => {
      for (const type of ['one', 'two', 'three']) await append(type);

      expect(await store.events.after(1, 1)).toEqual([
        {
          seq: 2,
          time: at,
          type: 'two',
          subject: 's',
          actor: 'a',
          data: { deep: { list: [1, null] } },
        },
      ]);
    });

    it('are compacted from the old end, and numbers go on', async () => {
      for (const type of ['one', 'two', 'three']) await append(type);
      await store.events.compact(1);
      const kept = [await store.events.firstSeq(), await store.events.lastSeq()];
      await store.events.compact(0);

      expect(kept).toEqual([3, 3]);
      expect([await store.events.firstSeq(), await store.events.lastSeq()]).toEqual([4, 3]);
      expect((await append('four')).seq).toBe(4);
    });

    it('have none at first', async () => {
      expect([await store.events.firstSeq(), await store.events.lastSeq()]).toEqual([1, 0]);
    });
  });

  describe('operations', () => {
    const step = { node: 'host-a', state: 'pending', message: '', at } as const;

    it('have a step for each host', async () => {
      await store.operations.insert(operation('1'), [step, { ...step, node: 'host-b' }]);
      await store.operations.setStep('1', {
        ...step,
        state: 'succeeded',
        message: 'done',
        at: later,
      });

      expect(await store.operations.steps('1')).toEqual([
        { node: 'host-a', state: 'succeeded', message: 'done', at: later },
        { ...step, node: 'host-b' },
      ]);
    });

    it('may have none', async () => {
      await store.operations.insert(operation('1'), []);

      expect(await store.operations.find('1')).toEqual(operation('1'));
      expect(await store.operations.steps('1')).toEqual([]);
    });

    it('end with what went wrong', async () => {
      const error = { code: 'rollout-failed', path: '', detail: 'x' };
      await store.operations.insert(operation('1'), []);
      await store.operations.insert(operation('2'), []);
      const ended = { finishedAt: later, error: null };
      await store.operations.finish({ ...operation('1'), ...ended, state: 'failed', error });
      await store.operations.finish({ ...operation('2'), ...ended, state: 'succeeded' });

      expect(await store.operations.list({ limit: 10 })).toEqual([
        { ...operation('2'), state: 'succeeded', finishedAt: later },
        { ...operation('1'), state: 'failed', finishedAt: later, error },
      ]);
      expect(await store.operations.runningOf('a')).toEqual([]);
    });

    it('are listed from the newest, page by page', async () => {
      for (const id of ['1', '2', '3']) await store.operations.insert(operation(id), []);
      const pages = [
        await store.operations.list({ limit: 2 }),
        await store.operations.list({ limit: 2, after: '2' }),
      ];

      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([['3', '2'], ['1']]);
      expect(Object.fromEntries(await store.operations.countByState())).toEqual({ running: 3 });
    });
  });
});
