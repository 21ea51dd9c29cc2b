import { setImmediate } from 'node:timers/promises';
import type { HostState, Identity } from '#drivers';
import { CrashingHost } from '../test/crashing-host.js';
import { HandClock } from '../test/hand-clock.js';
import { ownRoom, randomWorld, type World } from '../test/random-world.js';
import { bridge, flood, physical, vxlan, wantedAt, address } from '../test/resources.js';
import {
  ChangeControl,
  MemoryJournal,
  ModelHost,
  type ChangeOutcome,
  type ControlledChange,
  type HostPort,
  type JournalEntry,
  type Recovery,
} from './index.js';

const owner = { contract: ownRoom.contract, workload: 'lan' };
const mark = { owner };

const change = (parts: Partial<ControlledChange> = {}): ControlledChange => ({
  contract: ownRoom.contract,
  version: 2,
  digest: 'sha256:two',
  previous: [],
  wanted: wantedAt(
    '/workloads/0',
    bridge('br0', mark),
    vxlan('vx0', 7, { ...mark, master: 'br0' as never }),
    flood('vx0', '198.51.100.2', owner),
  ),
  ...parts,
});
const manual = { mode: 'manual', withinSeconds: 60 } as const;

const bareHost = (): ModelHost =>
  new ModelHost([physical('eth0'), address('eth0', '198.51.100.1/24')]);

describe('change control', () => {
  let host: ModelHost;
  let journal: MemoryJournal;
  let clock: HandClock;
  let reverted: (readonly [JournalEntry, Recovery])[];
  let before: HostState;

  beforeEach(async () => {
    host = bareHost();
    journal = new MemoryJournal();
    clock = new HandClock();
    reverted = [];
    before = await host.observe();
  });

  const controlOf = (port: HostPort = host): ChangeControl =>
    new ChangeControl({
      host: port,
      journal,
      clock,
      timers: clock,
      onReverted: (...told) => reverted.push(told),
    });
  const settled = async (control: ChangeControl): Promise<HostState> => control.observe();

  it('has plan and inverse in the journal before the first operation, and nothing there after the last', async () => {
    let atFirstOperation: JournalEntry | undefined;
    host.fault = () => {
      atFirstOperation ??= journal.read().entries[0];
      return undefined;
    };

    const { state } = await controlOf().carryOut(change(), before);

    expect(state).toBe('applied');
    expect(atFirstOperation?.stage).toBe('applying');
    expect([...(atFirstOperation?.inverse.values() ?? [])]).toEqual([null, null, null]);
    expect(journal.read()).toEqual({ entries: [], damaged: [] });
  });

  it('keeps a confirmed change', async () => {
    const control = controlOf();
    expect(await control.carryOut(change({ confirmation: manual }), before)).toMatchObject({
      state: 'pending',
      deadline: '2026-11-20T08:01:00.000Z',
    });
    const applied = await host.observe();

    clock.pass(59);
    expect(control.confirm(ownRoom.contract, 'sha256:two')).toBe(true);
    clock.pass(600);

    expect(await settled(control)).toEqual(applied);
    expect(reverted).toEqual([]);
    expect(journal.read().entries).toEqual([]);
  });

  it('takes an unconfirmed change back when its time is up, to the second', async () => {
    const control = controlOf();
    await control.carryOut(change({ confirmation: manual }), before);

    clock.pass(59.9);
    expect(reverted).toEqual([]);
    clock.pass(0.2);

    expect(await settled(control)).toEqual(before);
    expect(reverted).toMatchObject([[{ version: 2 }, { ended: 'old' }]]);
  });

  it('takes it back a little later where the host could not be read at that moment', async () => {
    let isReadable = true;
    const moody: HostPort = {
      apply: (operations) => host.apply(operations),
      observe: () => (isReadable ? host.observe() : Promise.reject(new Error('no buffer space'))),
      health: () => [],
      get writes() {
        return host.writes;
      },
    };
    const control = controlOf(moody);
    await control.carryOut(change({ confirmation: manual }), before);
    isReadable = false;
    clock.pass(60);
    await setImmediate();
    expect(reverted).toEqual([]);
    expect(journal.read().entries[0]?.stage).toBe('rolling-back');

    isReadable = true;
    clock.pass(1);

    expect(await settled(control)).toEqual(before);
    expect(reverted).toMatchObject([[{ version: 2 }, { ended: 'old' }]]);
  });

  it.each([
    ['the time-out', 60],
    ['the time-out, asked later', 61],
  ])('lets exactly one win at the same moment: %s', async (_which, seconds) => {
    const control = controlOf();
    await control.carryOut(change({ confirmation: manual }), before);
    clock.pass(seconds);

    expect(control.confirm(ownRoom.contract, 'sha256:two')).toBe(false);
    expect(await settled(control)).toEqual(before);
    expect(reverted).toHaveLength(1);
  });

  it('does not take a word for another version as a confirmation', async () => {
    const control = controlOf();
    await control.carryOut(change({ confirmation: manual }), before);

    expect(control.confirm(ownRoom.contract, 'sha256:one')).toBe(false);
    expect(control.pending.has(ownRoom.contract)).toBe(true);
  });

  it('remembers a pending change over a restart and still takes it back on time', async () => {
    await controlOf().carryOut(change({ confirmation: manual }), before);
    clock.pass(30);

    const next = controlOf();
    expect(await next.recover()).toMatchObject([{ ended: 'waiting' }]);
    clock.pass(29);
    expect(next.pending.size).toBe(1);
    clock.pass(2);

    expect(await settled(next)).toEqual(before);
  });

  it('takes a pending change back at once when its time ran out while the agent was away', async () => {
    const dead = controlOf();
    await dead.carryOut(change({ confirmation: manual }), before);
    dead.close();
    clock.pass(3600);

    expect(await controlOf().recover()).toMatchObject([{ ended: 'old' }]);
    expect(await host.observe()).toEqual(before);
  });

  it('freezes a contract whose roll-back fails, lists the residue, and ends it at a retry', async () => {
    host.fault = ({ action, identity }) =>
      identity.startsWith('fdb') || (action === 'delete' && identity === 'link br0')
        ? 'EPERM'
        : undefined;
    const control = controlOf();

    expect(await control.carryOut(change(), before)).toMatchObject({
      state: 'stuck',
      residue: expect.arrayContaining([
        { identity: 'link br0', detail: 'link br0 is still there' },
      ]),
    });
    expect(control.frozen.get(ownRoom.contract)).toMatchObject({
      reason: expect.stringMatching(/could not be taken back/),
    });
    expect(await controlOf().recover()).toMatchObject([{ ended: 'stuck' }]);

    host.fault = () => undefined;
    expect(await control.retry(ownRoom.contract)).toBe(true);
    expect(control.frozen.size).toBe(0);
    expect(await host.observe()).toEqual(before);
    expect(journal.read().entries).toEqual([]);
  });

  describe('when the way back meets errors that may pass', () => {
    const failsOnce = (times: number): void => {
      let left = times;
      host.fault = ({ action, identity }) => {
        if (identity.startsWith('fdb')) return 'EPERM';
        return action === 'delete' && identity === 'link br0' && left-- > 0 ? 'EBUSY' : undefined;
      };
    };
    const outcomeOf = async (control: ChangeControl): Promise<ChangeOutcome> => {
      const ended = { is: false };
      const outcome = control.carryOut(change(), before).finally(() => (ended.is = true));
      while (!ended.is) {
        await setImmediate();
        clock.pass(0.01);
      }
      return outcome;
    };

    it('is tried again, after pauses, until the host is as before', async () => {
      failsOnce(5);
      const control = controlOf();

      expect(await outcomeOf(control)).toMatchObject({ state: 'rolled-back' });
      expect(control.triesAgain).toBeGreaterThan(0);
      expect(control.frozen.size).toBe(0);
      expect(await host.observe()).toEqual(before);
      expect(journal.read().entries).toEqual([]);
    });

    it('is given up within a second where they do not pass', async () => {
      failsOnce(Infinity);
      const control = controlOf();
      const begin = clock.now().getTime();

      expect(await outcomeOf(control)).toMatchObject({ state: 'stuck' });
      expect(control.triesAgain).toBe(5);
      expect(clock.now().getTime() - begin).toBeLessThanOrEqual(1500);
      expect(control.frozen.get(ownRoom.contract)?.cause).toBe('roll-back');
    });
  });

  it.each([
    ['cut off', '{"format":1,"contract":"'],
    ['from another version', '{"format":2}\n'],
    ['without its end', '{"format":1,"target":[],"inverse":[]}'],
    ['not even JSON', '\u0000\u0001'],
  ])('freezes a contract whose journal is %s, and touches nothing', async (_how, text) => {
    journal.damage(ownRoom.contract, text);
    const control = controlOf();

    expect(await control.recover()).toEqual([]);
    expect(control.frozen.get(ownRoom.contract)?.reason).toMatch(/journal can't be read/);
    expect(host.writes).toBe(0);
  });

  describe('a contract from which the host departs', () => {
    let control: ChangeControl;
    let wanted: HostState;

    beforeEach(async () => {
      control = controlOf();
      const outcome = await control.carryOut(change(), before);
      wanted = await host.observe();
      host.take(bridge('br0'));
      if (!('plan' in outcome)) throw new Error('not carried out');
      const residue = [{ identity: 'link br0' as Identity, detail: 'link br0 is missing' }];
      control.freeze(change(), outcome.plan, residue);
    });

    const frozen = {
      cause: 'departure',
      residue: [{ identity: 'link br0', detail: 'link br0 is missing' }],
    };

    it('is frozen, also after a restart, and nothing is written', async () => {
      const { writes } = host;
      expect(control.frozen.get(ownRoom.contract)).toMatchObject(frozen);

      const next = controlOf();
      expect(await next.recover()).toMatchObject([{ ended: 'stuck' }]);
      expect(next.frozen.get(ownRoom.contract)).toMatchObject(frozen);
      expect(host.writes).toBe(writes);
    });

    it('is as it was brought about after a retry', async () => {
      expect(await control.retry(ownRoom.contract)).toBe(true);
      expect(control.frozen.size).toBe(0);
      expect(gist(await host.observe())).toEqual(gist(wanted));
      expect(journal.read().entries).toEqual([]);
    });

    it.each([0, 1, 2])(
      'is so too when the agent is killed after %i operations of it',
      async (n) => {
        const dying = new CrashingHost(host, n);
        const last = controlOf(dying);
        await last.recover();
        await Promise.race([dying.killed, last.retry(ownRoom.contract)]);

        const next = controlOf();
        const [recovery] = await next.recover();
        if (recovery?.ended === 'stuck') await next.retry(ownRoom.contract);
        expect(gist(await host.observe())).toEqual(gist(wanted));
      },
    );
  });

  it('carries out changes of two contracts side by side, each with its own end', async () => {
    const control = controlOf();
    const other = 'B'.repeat(26);
    const theirs = bridge('br9', { owner: { contract: other, workload: 'x' } });
    await control.carryOut(change({ confirmation: manual }), before);
    await control.carryOut(
      change({ contract: other, wanted: wantedAt('/workloads/0', theirs), confirmation: manual }),
      await host.observe(),
    );

    expect(control.confirm(other, 'sha256:two')).toBe(true);
    clock.pass(61);

    const { links } = await settled(control);
    expect(links.map(({ resource }) => resource.name)).toEqual(['br9', 'eth0']);
  });
});

describe('an agent that is killed', () => {
  const worlds = Array.from({ length: 60 }, (_, seed) => seed + 1);

  it.each(worlds)(
    'after any operation of random world %i leaves old or new, never between',
    async (seed) => {
      const world = await randomWorld(seed);
      if (world === undefined) return;
      const operations = await operationsOf(world);
      for (let killedAfter = 0; killedAfter <= operations; killedAfter += 1) {
        const host = world.host.copy();
        const journal = new MemoryJournal();
        await killDuringApply(host, world, journal, killedAfter);
        await killDuringRecovery(host, journal, killedAfter % 3);

        const [recovery] = await survivor(host, journal).recover();

        const after = withoutIndexes(await host.observe());
        const isOld = JSON.stringify(after) === JSON.stringify(withoutIndexes(world.before));
        // Without an entry in the journal the change had ended before the agent was killed.
        expect(recovery === undefined || (recovery.ended === 'old' && isOld)).toBe(true);
        expect(journal.read()).toEqual({ entries: [], damaged: [] });
      }
    },
  );

  const survivor = (host: HostPort, journal: MemoryJournal): ChangeControl => {
    const clock = new HandClock();
    return new ChangeControl({ host, journal, clock, timers: clock, onReverted: () => undefined });
  };

  async function operationsOf({ host, change: wanted, before }: World): Promise<number> {
    const copy = host.copy();
    const outcome = await survivor(copy, new MemoryJournal()).carryOut(controlled(wanted), before);
    return 'plan' in outcome ? outcome.plan.operations.length : 0;
  }

  async function killDuringApply(
    host: ModelHost,
    world: World,
    journal: MemoryJournal,
    after: number,
  ): Promise<void> {
    const dying = new CrashingHost(host, after);
    const ends = survivor(dying, journal).carryOut(controlled(world.change), world.before);
    await Promise.race([dying.killed, ends]);
  }

  async function killDuringRecovery(
    host: ModelHost,
    journal: MemoryJournal,
    after: number,
  ): Promise<void> {
    const dying = new CrashingHost(host, after);
    await Promise.race([dying.killed, survivor(dying, journal).recover()]);
  }

  const controlled = (plain: World['change']): ControlledChange => ({
    ...plain,
    version: 1,
    digest: 'sha256:one',
  });
});

/** What the change asks for: of a MAC address it says nothing. */
function gist({ links, fdb }: HostState): unknown {
  return {
    fdb,
    links: links.map(({ resource: { name, master, owner: of } }) => [name, master, of]),
  };
}

/** A link that was made anew has another number. */
function withoutIndexes(state: HostState): unknown {
  return { ...state, links: state.links.map(({ index: _index, ...link }) => link) };
}
