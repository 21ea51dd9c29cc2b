import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store } from '#store';
import { TestClock } from '../../test/test-clock.js';
import { SharedTurn, type TurnParts } from './shared-turn.js';

const name = 'event receiver ops';
const silent = (): undefined => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };

/** One controller: what it does while it is its turn, until it is told to end. */
class Desk {
  isWorking = false;
  /** How often it has looked whose turn it is. */
  looks = 0;
  private readonly end = new AbortController();
  private readonly running: Promise<void>;

  constructor(holder: string, store: Store, clock: TestClock) {
    const leases: TurnParts['leases'] = {
      take: async (request) => {
        const isTaken = await store.leases.take(request);
        this.looks += 1;
        return isTaken;
      },
      release: (...lease) => store.leases.release(...lease),
    };
    const turn = new SharedTurn({ name, holder, leases, clock, logger, lookEvery: 5 });
    this.running = turn.run((signal) => this.work(signal), this.end.signal);
  }

  async stop(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  private async work(signal: AbortSignal): Promise<void> {
    this.isWorking = true;
    while (!signal.aborted) await sleep(1);
    this.isWorking = false;
  }
}

describe('a work of one of two controllers on one store', () => {
  let store: Store;
  let clock: TestClock;
  let desks: Desk[];

  beforeEach(async () => {
    store = await openStore(':memory:');
    clock = new TestClock(new Date('2026-11-20T08:00:00Z'));
    desks = [];
  });

  afterEach(async () => {
    await Promise.all(desks.map((desk) => desk.stop()));
    await store.close();
  });

  function start(holder: string): Desk {
    const desk = new Desk(holder, store, clock);
    desks.push(desk);
    return desk;
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(1);
  }

  /** Each looks again, and what came of it is done. */
  async function looks(): Promise<void> {
    const seen = desks.map((desk) => desk.looks);
    await until(() => desks.every((desk, place) => desk.looks > (seen[place] ?? 0) + 1));
  }

  /** As a controller that is killed leaves it. */
  function takenBy(holder: string): Promise<boolean> {
    const at = clock.now();
    return store.leases.take({ name, holder, at, endsAt: new Date(at.getTime() + 30_000) });
  }

  it('is done by the first, and by the second when the first has ended', async () => {
    const first = start('first');
    await until(() => first.isWorking);
    const second = start('second');
    await looks();
    expect([first.isWorking, second.isWorking]).toEqual([true, false]);
    await first.stop();
    await until(() => second.isWorking);

    expect(first.isWorking).toBe(false);
  });

  it('is taken over half a minute after the other was last heard of', async () => {
    expect(await takenBy('killed')).toBe(true);
    const desk = start('next');
    clock.advance(29);
    await looks();
    expect(desk.isWorking).toBe(false);
    clock.advance(1);
    await until(() => desk.isWorking);

    expect(await takenBy('killed')).toBe(false);
  });

  it('is kept for longer than that by whoever goes on', async () => {
    const first = start('first');
    await until(() => first.isWorking);
    const second = start('second');
    for (let time = 0; time < 4; time += 1) {
      clock.advance(20);
      await looks();
    }

    expect([first.isWorking, second.isWorking]).toEqual([true, false]);
  });

  it('ends where another has taken it over meanwhile, and goes on after that one', async () => {
    const desk = start('slow');
    await until(() => desk.isWorking);
    await store.leases.release(name, 'slow');
    await takenBy('other');
    await until(() => !desk.isWorking);
    await store.leases.release(name, 'other');
    await until(() => desk.isWorking);

    expect(await takenBy('other')).toBe(false);
  });
});
