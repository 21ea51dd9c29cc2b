import type { Operation, Owner, Resource } from '#drivers';
import { address, bridge, flood, physical, vxlan, wantedAt } from '../test/resources.js';
import { carryOut, ModelHost, type Change, type HostPort, type OperationOutcome } from './index.js';

const contract = 'A'.repeat(26);
const owner: Owner = { contract, workload: 'lan' };
const bare = [physical('eth0'), address('eth0', '198.51.100.1/24')];
const lan = bridge('br-lan', { owner, mtu: 1400 });
const segment = vxlan('vx-lan', 7, { owner, mtu: 1400, master: lan.name });
const network = [lan, segment, flood('vx-lan', '198.51.100.2', owner)];

function change(...wanted: readonly Resource[]): Change {
  return { contract, wanted: wantedAt('/workloads/0/data/members/0', ...wanted), previous: [] };
}

/** A host that counts what it is asked to do, and that can be told to do something else. */
class WatchedHost implements HostPort {
  readonly batches: (readonly Operation[])[] = [];

  constructor(
    readonly model: ModelHost,
    readonly tamper: (operations: readonly Operation[]) => readonly Operation[] = (all) => all,
  ) {}

  get writes(): number {
    return this.model.writes;
  }

  observe(): ReturnType<ModelHost['observe']> {
    return this.model.observe();
  }

  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    this.batches.push(operations);
    await this.model.apply(this.tamper(operations));
    return operations.map(({ identity }) => ({ identity }));
  }
}

/** Whatever is said about the MTU of bridges is taken and forgotten. */
function forgetBridgeMtu(operations: readonly Operation[]): readonly Operation[] {
  return operations.filter(({ fields }) => !fields.includes('mtu'));
}

describe('carrying out a change', () => {
  it('brings the network about, reads it back and tells each stage once', async () => {
    const host = new ModelHost(bare);
    const stages: string[] = [];
    const outcome = await carryOut(host, change(...network), await host.observe(), (stage) => {
      stages.push(stage);
    });
    expect(outcome.state).toBe('applied');
    expect(outcome.observed).toEqual(await host.observe());
    expect(outcome.observed.fdb).toHaveLength(1);
    expect(stages).toEqual(['applying', 'verifying']);
  });

  it('tells how far it is while many links go', async () => {
    const many = Array.from({ length: 150 }, (_, index) => bridge(`br${index}`, { owner }));
    const host = new ModelHost([...bare, ...many]);
    const told: unknown[] = [];
    const outcome = await carryOut(
      host,
      change(),
      await host.observe(),
      (stage, _plan, progress) => {
        told.push([stage, progress]);
      },
    );
    expect(outcome.state).toBe('applied');
    expect(told).toEqual([
      ['applying', undefined],
      ['applying', { done: 64, total: 150 }],
      ['applying', { done: 128, total: 150 }],
      ['verifying', undefined],
    ]);
  });

  it('asks nothing of a host that is as it shall be', async () => {
    const host = new WatchedHost(new ModelHost([...bare, ...network]));
    const before = await host.observe();
    const outcome = await carryOut(host, change(...network), before);
    expect(outcome).toMatchObject({ state: 'unchanged', observed: before });
    expect(host.batches).toEqual([]);
    expect(host.model.observations).toBe(1);
  });

  it('asks nothing of a host that refuses the plan', async () => {
    const host = new WatchedHost(new ModelHost([...bare, physical('br-lan')]));
    const before = await host.observe();
    const outcome = await carryOut(host, change(...network), before);
    expect(outcome).toMatchObject({
      state: 'refused',
      problems: [{ code: 'interface-name-conflict' }],
      observed: before,
    });
    expect(host.batches).toEqual([]);
  });

  it('takes everything back when an operation fails, and tells which and why', async () => {
    const host = new ModelHost(bare);
    const before = await host.observe();
    host.fault = ({ identity }) => (identity.startsWith('fdb') ? 'ENOBUFS' : undefined);
    const stages: string[] = [];
    const outcome = await carryOut(host, change(...network), before, (stage) => {
      stages.push(stage);
    });
    const identity = 'fdb vx-lan 00:00:00:00:00:00 198.51.100.2';
    expect(outcome).toMatchObject({
      state: 'rolled-back',
      failures: [{ identity, detail: `create ${identity}: ENOBUFS` }],
    });
    expect(await host.observe()).toEqual(before);
    expect(stages).toEqual(['applying', 'rolling-back']);
  });

  it('takes everything back when the host has said yes and done no', async () => {
    const model = new ModelHost([...bare, { ...lan, mtu: 1300 }]);
    const before = await model.observe();
    const host = new WatchedHost(model, forgetBridgeMtu);
    const outcome = await carryOut(host, change(...network), before);
    expect(outcome).toMatchObject({
      state: 'rolled-back',
      failures: [{ identity: 'link br-lan', detail: 'link br-lan differs in mtu' }],
    });
    expect(await model.observe()).toEqual(before);
  });

  it('does once more what came undone on the way', async () => {
    const model = new ModelHost(bare);
    let rounds = 0;
    const host = new WatchedHost(model, (operations) => {
      rounds += 1;
      return rounds === 1
        ? operations.filter(({ identity }) => identity !== 'link vx-lan')
        : operations;
    });
    const outcome = await carryOut(host, change(...network), await host.observe());
    expect(outcome.state).toBe('applied');
    expect(host.batches.map((batch) => batch.map(({ identity }) => identity))).toEqual([
      ['link br-lan', 'link vx-lan', 'fdb vx-lan 00:00:00:00:00:00 198.51.100.2'],
      ['link vx-lan', 'fdb vx-lan 00:00:00:00:00:00 198.51.100.2'],
    ]);
  });

  it('tries once more to take something back', async () => {
    const host = new ModelHost([...bare, lan]);
    const before = await host.observe();
    host.fault = (_, count) => (count === 2 || count === 3 ? 'ENOMEM' : undefined);
    const outcome = await carryOut(host, change({ ...lan, mtu: 1300 }, segment), before);
    expect(outcome.state).toBe('rolled-back');
    expect(await host.observe()).toEqual(before);
  });

  it('lists what could not be put back, as it is and as the host refused it', async () => {
    const host = new ModelHost([...bare, lan]);
    host.fault = ({ action }, count) => (count > 1 && action !== 'delete' ? 'EPERM' : undefined);
    const outcome = await carryOut(
      host,
      change({ ...lan, mtu: 1300 }, segment),
      await host.observe(),
    );
    expect(outcome).toMatchObject({
      state: 'stuck',
      failures: [{ identity: 'link vx-lan', detail: 'create link vx-lan: EPERM' }],
      residue: expect.arrayContaining([
        { identity: 'link br-lan', detail: 'change link br-lan: EPERM' },
        { identity: 'link br-lan', detail: 'link br-lan differs in mtu' },
      ]),
    });
  });

  it('lists what is still there and what is missing', async () => {
    const host = new ModelHost([...bare, bridge('br-old', { owner })]);
    host.fault = ({ identity }, count) =>
      count === 2 || (count > 3 && identity !== 'link vx-lan') ? 'EBUSY' : undefined;
    const outcome = await carryOut(
      host,
      change(lan, vxlan('vx-lan', 7, { owner })),
      await host.observe(),
    );
    const details = outcome.state === 'stuck' ? outcome.residue.map(({ detail }) => detail) : [];
    expect(details).toEqual(
      expect.arrayContaining(['link br-lan is still there', 'link br-old is missing']),
    );
  });
});

describe('a host that breaks off', () => {
  it('in the middle of a change is put back', async () => {
    const model = new ModelHost(bare);
    const before = await model.observe();
    const host = new WatchedHost(model);
    let isFirst = true;
    const outcome = await carryOut(
      Object.assign(host, {
        apply: async (operations: readonly Operation[]) => {
          await model.apply(isFirst ? operations.slice(0, 1) : operations);
          if (isFirst) {
            isFirst = false;
            throw new Error('the socket is closed');
          }
          return [];
        },
      }),
      change(...network),
      before,
    );
    expect(outcome).toMatchObject({
      state: 'rolled-back',
      failures: [{ identity: 'host', detail: 'the change broke off: the socket is closed' }],
    });
    expect(await model.observe()).toEqual(before);
  });

  it('on the way back too leaves the rest to the caller', async () => {
    const model = new ModelHost(bare);
    const before = await model.observe();
    const host = Object.assign(new WatchedHost(model), {
      observe: () => Promise.reject(new Error('the socket is closed')),
    });
    await expect(carryOut(host, change(...network), before)).rejects.toThrow(
      'the socket is closed',
    );
  });
});
