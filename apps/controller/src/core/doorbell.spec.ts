import { Doorbell } from './doorbell.js';

const never = new AbortController().signal;

describe('doorbell', () => {
  it('wakes all who wait for it', async () => {
    const bell = new Doorbell();
    const waiting = [bell.wait('a', 10_000, never), bell.wait('a', 10_000, never)];
    bell.ring('a');

    await expect(Promise.all(waiting)).resolves.toHaveLength(2);
  });

  it('wakes nobody who waits for another', async () => {
    const bell = new Doorbell();
    const other = bell.wait('b', 20, never).then(() => 'timeout');
    const waiting = bell.wait('a', 10_000, never).then(() => 'rung');
    bell.ring('a');

    expect(await Promise.race([waiting, other])).toBe('rung');
    expect(await other).toBe('timeout');
  });

  it('does not wait for a signal that is aborted', async () => {
    await expect(new Doorbell().wait('a', 10_000, AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('stops waiting when the signal is aborted', async () => {
    const stop = new AbortController();
    const waiting = new Doorbell().wait('a', 10_000, stop.signal);
    stop.abort();

    await expect(waiting).resolves.toBeUndefined();
  });
});
