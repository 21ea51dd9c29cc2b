import {
  identityOf,
  planChange,
  type HostState,
  type Operation,
  type Plan,
  type Resource,
} from '#drivers';
import { appearance } from '../test/appearance.js';
import { ownRoom, randomWorld, type World } from '../test/random-world.js';
import { aimAt } from './aim.js';
import { carryOut } from './index.js';

/** Seeds 1 to this; the random pasts and changes that a host refuses are left out. */
const seeds = 1000;
const worlds = new Map<number, World>();

beforeAll(async () => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const world = await randomWorld(seed);
    if (world !== undefined) worlds.set(seed, world);
  }
});

/** On a host of its own each time. */
async function forEachWorld(check: (world: World, seed: number) => Promise<void>): Promise<void> {
  expect(worlds.size).toBeGreaterThan(seeds / 2);
  for (const [seed, world] of worlds) {
    try {
      await check({ ...world, host: world.host.copy() }, seed);
    } catch (cause) {
      throw new Error(`with seed ${seed}: ${String(cause)}`, { cause });
    }
  }
}

function planFor({ change, before }: World): Plan | undefined {
  const plan = planChange({ ...change, state: before });
  return plan.ok ? plan.value : undefined;
}

function shuffled(world: World): World {
  const { before, change, random } = world;
  return {
    ...world,
    before: {
      links: random.shuffled(before.links),
      addresses: random.shuffled(before.addresses),
      routes: random.shuffled(before.routes),
      fdb: random.shuffled(before.fdb),
    },
    change: {
      ...change,
      wanted: random.shuffled(change.wanted),
      previous: random.shuffled(change.previous),
    },
  };
}

describe('plans on random hosts', () => {
  it('are the same byte for byte in whatever order contract and host are listed', async () => {
    await forEachWorld(async (world) => {
      const text = JSON.stringify(planFor(world)?.operations);
      expect(JSON.stringify(planFor(shuffled(world))?.operations)).toBe(text);
    });
  });

  it('name before each operation only what stands earlier in the plan', async () => {
    await forEachWorld(async (world) => {
      const done = new Set<string>();
      for (const { identity, dependsOn } of planFor(world)?.operations ?? []) {
        expect(dependsOn.filter((needed) => !done.has(needed))).toEqual([]);
        done.add(identity);
      }
    });
  });

  it('lead to the wanted state, from which nothing is left to do', async () => {
    const outcomes = new Map<string, number>();
    await forEachWorld(async ({ host, change, before }) => {
      const outcome = await carryOut(host, change, before);
      outcomes.set(outcome.state, (outcomes.get(outcome.state) ?? 0) + 1);
      expect(['applied', 'unchanged', 'refused']).toContain(outcome.state);
      if (outcome.state === 'refused') return;
      const again = planChange({ ...change, state: await host.observe() });
      expect(again.ok && again.value.operations).toEqual([]);
    });
    expect(outcomes.get('applied')).toBeGreaterThan(seeds / 4);
  });

  it('are undone by their inverse, down to what others had hung on links of the contract', async () => {
    await forEachWorld(async (world) => {
      const plan = planFor(world);
      if (plan === undefined) return;
      const { host, before } = world;
      await host.apply(plan.operations);
      const back = await aimAt(host, plan.contract, plan.inverse);
      expect(back.ok).toBe(true);
      expect(appearance(await host.observe())).toBe(appearance(before));
    });
  });

  it('touch nothing of others but the ports that the contract names', async () => {
    await forEachWorld(async (world) => {
      const plan = planFor(world);
      if (plan === undefined) return;
      expect(plan.operations.filter((operation) => isTrespass(operation, plan, world))).toEqual([]);
    });
  });

  it('leave the rest of the host as it was', async () => {
    await forEachWorld(async (world) => {
      const { host, before, change } = world;
      await carryOut(host, change, before);
      expect(ofOthers(await host.observe())).toEqual(ofOthers(before));
    });
  });

  it('end where they began when any one operation fails', async () => {
    let failed = 0;
    await forEachWorld(async (world, seed) => {
      if (seed > seeds / 5) return;
      const count = planFor(world)?.operations.length ?? 0;
      for (let faulty = 1; faulty <= count; faulty += 1) await expectRollBack(world, faulty);
      failed += count;
    });
    expect(failed).toBeGreaterThan(seeds / 2);
  });
});

async function expectRollBack({ host, change, before }: World, faulty: number): Promise<void> {
  const tried = host.copy();
  tried.fault = (_, count) => (count === faulty ? 'ENOMEM' : undefined);
  const outcome = await carryOut(tried, change, before);
  expect(`operation ${faulty}: ${outcome.state}`).toBe(`operation ${faulty}: rolled-back`);
  expect(appearance(await tried.observe())).toBe(appearance(before));
}

/** Objects of others may only come back with a link of ours on which they hung. */
function isTrespass(operation: Operation, { contract, operations }: Plan, world: World): boolean {
  const { before, after, action, identity } = operation;
  const subject = after ?? before;
  if (subject === null || subject.owner?.contract === contract) return false;
  if (world.change.wanted.some(({ resource }) => identityOf(resource) === identity)) return false;
  if (subject.type === 'port') return !isOwnBridge(subject.master, world);
  return action !== 'create' || !operations.some(({ action: other }) => other === 'recreate');
}

function isOwnBridge(name: string, { before }: World): boolean {
  return before.links.some(
    ({ resource }) => resource.name === name && resource.owner?.contract === ownRoom.contract,
  );
}

/** What hangs on links of the contract is not looked at: it ends with them. */
function ofOthers({ links, addresses, routes, fdb }: HostState): readonly Resource[] {
  const own = new Set(
    links.flatMap(({ resource }) =>
      resource.owner?.contract === ownRoom.contract ? [resource.name as string] : [],
    ),
  );
  const others = links.flatMap(({ resource }) => (own.has(resource.name) ? [] : [resource]));
  return [
    ...others
      .filter(({ name }) => !isOnTop(name))
      .map(({ port: _port, ...link }) => ({ ...link, master: null })),
    ...[...addresses, ...routes, ...fdb].filter(({ link = '' }) =>
      others.some(({ name }) => name === link && !isOnTop(name)),
    ),
  ];
}

function isOnTop(name: string): boolean {
  return name.endsWith('-on-top');
}
