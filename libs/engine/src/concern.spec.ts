import { isDeepStrictEqual } from 'node:util';
import {
  concerns,
  identityOf,
  planChange,
  type HostState,
  type LinkResource,
  type Resource,
  type VniTable,
} from '#drivers';
import { randomFrom } from '../test/random.js';
import { ownRoom, randomWorld, type World } from '../test/random-world.js';
import {
  address,
  bridge,
  flood,
  physical,
  port,
  vlan,
  vxlan,
  wantedAt,
} from '../test/resources.js';
import { carryOut, ModelHost } from './index.js';

const others = { owner: { contract: 'C'.repeat(26), workload: 'lan' } };

/** What others do beside a contract, to it, and where it stands. */
const doings: readonly Resource[] = [
  bridge('br-other', others),
  vxlan('vx-other', 31, others),
  flood('vx-other', '198.51.100.7', others.owner),
  vxlan('vx-under', 32, { ...others, up: false }),
  vlan('eth0.8', 8, { vlan: { parent: 'eth0' as never } }),
  physical('tap1', { kernelKind: 'tun' }),
  physical('tap2', { kernelKind: 'tun', master: 'a0' as never }),
  port('tap0', 'a1'),
  vxlan('vx-clash', 3, others),
  flood('a2', '198.51.100.6'),
  address('tap0', '192.0.2.1/24'),
];

/** With the objects of the reading before wherever they are the same. */
function shared(before: HostState, after: HostState): HostState {
  const known = new Map(before.links.map((link) => [identityOf(link.resource), link]));
  const entries = new Map<string, Resource>(
    [...before.addresses, ...before.routes, ...before.fdb].map((one) => [identityOf(one), one]),
  );
  const same = <Entry extends Resource>(entry: Entry): Entry => {
    const old = entries.get(identityOf(entry));
    return isDeepStrictEqual(old, entry) ? (old as Entry) : entry;
  };
  return {
    ...after,
    ...(before.capabilities && { capabilities: before.capabilities }),
    links: after.links.map((link) => {
      const old = known.get(identityOf(link.resource));
      return old !== undefined && isDeepStrictEqual(old.resource, link.resource) ? old : link;
    }),
    addresses: after.addresses.map(same),
    routes: after.routes.map(same),
    fdb: after.fdb.map(same),
  };
}

function planOn(state: HostState, { change }: World): ReturnType<typeof planChange> {
  return planChange({ ...change, previous: [], state });
}

describe('a change that does not concern a contract which has all it wants', () => {
  it('leaves nothing to do and makes no problems, on random hosts', async () => {
    const seen = { unconcerned: 0, concerned: 0 };
    for (let seed = 1; seed <= 400; seed += 1) {
      const world = await randomWorld(seed);
      if (world === undefined) continue;
      await carryOut(world.host, world.change, world.before);
      const before = await world.host.observe();
      const still = planOn(before, world);
      if (!still.ok || still.value.operations.length > 0) continue;
      const random = randomFrom(seed);
      world.host.place(...random.some(doings, 0.2));
      world.host.take(
        ...random.some(
          before.links.map(({ resource }) => resource),
          0.04,
        ),
      );
      const after = shared(before, await world.host.observe());
      if (concerns(ownRoom.contract, world.change.wanted, before, after)) {
        seen.concerned += 1;
        continue;
      }
      seen.unconcerned += 1;
      expect(planOn(after, world)).toMatchObject({ ok: true, value: { operations: [] } });
    }
    expect(seen.unconcerned).toBeGreaterThan(40);
    expect(seen.concerned).toBeGreaterThan(40);
  });
});

/** One device for many segments. */
const many = (name: string, vnis: string): LinkResource =>
  vxlan(name, 0, {
    ...others,
    vxlan: { external: true, vniFilter: true, vnis: vnis as VniTable, underlay: null },
  });

describe('a device for many VNIs', () => {
  const own = { contract: 'A'.repeat(26), workload: 'lan' };

  it.each([
    ['any of its VNIs is one of the contract', '30-40', true],
    ['none of them is', '30-34, 36-40', false],
  ])('concerns a contract where %s', async (_what, vnis, isConcerned) => {
    const host = new ModelHost([physical('eth0')]);
    const segment = vxlan('vx-1', 35, { owner: own });
    host.place(segment);
    const before = await host.observe();
    const after = {
      ...before,
      links: [...before.links, ...(await new ModelHost([many('vx-other', vnis)]).observe()).links],
    };

    expect(concerns(own.contract, wantedAt('/0', segment), before, after)).toBe(isConcerned);
  });
});
