import {
  identityOf,
  indexHost,
  linkIdentity,
  planChange,
  planTowards,
  type InterfaceName,
  type IpAddress,
  type Operation,
  type Owner,
  type Plan,
  type Resource,
} from '#drivers';
import {
  address,
  bridge,
  flood,
  physical,
  port,
  route,
  vxlan,
  wantedAt,
} from '../test/resources.js';
import { carryOut, ModelHost } from './index.js';

const contract = 'A'.repeat(26);
const owner: Owner = { contract, workload: 'lan' };
const stranger: Owner = { contract: 'B'.repeat(26), workload: 'lan' };

const bare = [physical('eth0'), address('eth0', '198.51.100.1/24'), physical('eth1')];
const lan = bridge('br-lan', { owner });
const dmz = bridge('br-dmz', { owner });

interface Scene {
  readonly host?: readonly Resource[];
  readonly previous?: readonly Resource[];
  readonly wanted: readonly Resource[];
}

async function planOf({ host = [], previous = [], wanted }: Scene): Promise<Plan> {
  const state = await new ModelHost([...bare, ...host]).observe();
  const plan = planChange({
    contract,
    wanted: wantedAt('', ...wanted),
    previous: wantedAt('', ...previous),
    state,
  });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
}

/** The lines of a plan, after the host has shown that they work and can be undone. */
async function linesOf(scene: Scene): Promise<readonly string[]> {
  const { host = [], previous = [], wanted } = scene;
  const change = { contract, wanted: wantedAt('', ...wanted), previous: wantedAt('', ...previous) };
  const model = new ModelHost([...bare, ...host]);
  const before = await model.observe();
  expect(await carryOut(model.copy(), change, before)).toMatchObject({ state: 'applied' });
  const plan = await planOf(scene);
  model.fault = (_, count) => (count === plan.operations.length ? 'ENOMEM' : undefined);
  expect(await carryOut(model, change, before)).toMatchObject({ state: 'rolled-back' });
  return plan.operations.map(lineOf);
}

function lineOf({ action, identity, fields }: Operation): string {
  return [action, identity, ...(fields.length > 0 ? [`(${fields.join(', ')})`] : [])].join(' ');
}

describe('a bridge whose name was or will be that of a segment', () => {
  const former = vxlan('br-lan', 9, { owner });

  it('stands before the segments that are its ports', async () => {
    const segment = vxlan('vx-lan', 7, { owner, master: lan.name });
    expect(
      await linesOf({ host: [former, { ...segment, master: null }], wanted: [lan, segment] }),
    ).toEqual(['recreate link br-lan (bridge.stp, kind)', 'change link vx-lan (master)']);
  });

  it('frees the segments that were its ports', async () => {
    const segment = vxlan('vx-lan', 7, { owner, master: lan.name });
    const free = { ...segment, master: null };
    const lines = await linesOf({ host: [lan, segment], wanted: [former, free] });
    expect(lines).toEqual([expect.stringMatching(/^recreate link br-lan \(kind,/)]);
  });
});

describe('a segment that is made anew', () => {
  const before = vxlan('vx-lan', 7, { owner, master: lan.name });
  const after = vxlan('vx-lan', 8, { owner, master: lan.name });

  it('is a port of its bridge again, with its remotes and all that others hung on it', async () => {
    const lines = await linesOf({
      host: [
        lan,
        before,
        flood('vx-lan', '198.51.100.2', owner),
        flood('vx-lan', '198.51.100.3', owner),
        route('vx-lan', '198.18.0.0/15', '192.0.2.9'),
        address('vx-lan', '192.0.2.8/24'),
      ],
      wanted: [lan, after, flood('vx-lan', '198.51.100.3', owner)],
    });
    expect(lines).toEqual([
      'recreate link vx-lan (vxlan.vni)',
      'create address vx-lan 192.0.2.8/24',
      'create fdb vx-lan 00:00:00:00:00:00 198.51.100.3',
      'create route 254 198.18.0.0/15 0',
    ]);
  });

  it('comes back under the segments that travel over it, ours and others', async () => {
    const over = { underlay: 'vx-lan' as InterfaceName };
    const inner = vxlan('vx-in', 21, { owner, mtu: 1300, vxlan: over });
    const lines = await linesOf({
      host: [
        { ...before, master: null },
        inner,
        flood('vx-in', '198.51.100.2', owner),
        vxlan('vx-theirs', 22, { mtu: 1300, vxlan: over }),
        flood('vx-theirs', '198.51.100.9'),
        vxlan('vx-deep', 23, { mtu: 1200, vxlan: { underlay: 'vx-theirs' as InterfaceName } }),
      ],
      wanted: [{ ...after, master: null }, inner, flood('vx-in', '198.51.100.2', owner)],
    });
    expect(lines).toEqual([
      'recreate link vx-lan (vxlan.vni)',
      'recreate link vx-in (vxlan.underlay)',
      'create link vx-theirs',
      'create link vx-deep',
      'create fdb vx-in 00:00:00:00:00:00 198.51.100.2',
      'create fdb vx-theirs 00:00:00:00:00:00 198.51.100.9',
    ]);
  });

  it('does not take along a segment that this change moves to another underlay', async () => {
    const inner = vxlan('vx-in', 21, { owner, mtu: 1300, vxlan: { underlay: before.name } });
    const moved = vxlan('vx-in', 21, { owner, mtu: 1300 });
    const lines = await linesOf({
      host: [{ ...before, master: null }, inner],
      wanted: [{ ...after, master: null }, moved],
    });
    expect(lines).toEqual([
      'change link vx-in (vxlan.underlay)',
      'recreate link vx-lan (vxlan.vni)',
    ]);
  });
});

describe('what the kernel gives only once', () => {
  it('is given up by a segment that goes before a new one takes it', async () => {
    expect(
      await linesOf({ host: [vxlan('vx-a', 7, { owner })], wanted: [vxlan('vx-b', 7, { owner })] }),
    ).toEqual(['delete link vx-a', 'create link vx-b']);
  });

  it('can be swapped between two segments', async () => {
    const lines = await linesOf({
      host: [vxlan('vx-a', 1, { owner }), vxlan('vx-b', 2, { owner })],
      wanted: [
        vxlan('vx-a', 2, { owner }),
        vxlan('vx-b', 1, { owner }),
        flood('vx-a', '198.51.100.2', owner),
      ],
    });
    expect(lines).toEqual([
      'delete link vx-a',
      'delete link vx-b',
      'create link vx-a',
      'create link vx-b',
      'create fdb vx-a 00:00:00:00:00:00 198.51.100.2',
    ]);
  });

  it('can be passed on along a row of segments', async () => {
    const lines = await linesOf({
      host: [vxlan('vx-a', 1, { owner }), vxlan('vx-b', 2, { owner })],
      wanted: [vxlan('vx-a', 2, { owner }), vxlan('vx-b', 3, { owner })],
    });
    expect(lines).toContain('delete link vx-b');
    expect(lines.indexOf('delete link vx-b')).toBeLessThan(
      lines.indexOf('recreate link vx-a (vxlan.vni)'),
    );
  });
});

describe('a granted port', () => {
  const inLan = [lan, dmz, port('eth1', 'br-lan')];

  it('moves from one bridge to another', async () => {
    expect(
      await linesOf({
        host: inLan,
        previous: [lan, dmz, port('eth1', 'br-lan', owner)],
        wanted: [lan, dmz, port('eth1', 'br-dmz', owner)],
      }),
    ).toEqual(['change port eth1 (master)']);
  });

  it('has moved before the bridge goes in which it was', async () => {
    expect(
      await linesOf({ host: inLan, previous: [lan], wanted: [dmz, port('eth1', 'br-dmz', owner)] }),
    ).toEqual(['change port eth1 (master)', 'delete link br-lan']);
  });

  it('is freed before its bridge goes', async () => {
    expect(
      await linesOf({
        host: inLan,
        previous: [lan, dmz, port('eth1', 'br-lan', owner)],
        wanted: [dmz],
      }),
    ).toEqual(['delete port eth1', 'delete link br-lan']);
  });

  it('stays where it is when the contract never named it', async () => {
    const scene = { host: inLan, previous: [lan, dmz], wanted: [{ ...lan, mtu: 1400 }, dmz] };
    expect(await linesOf(scene)).toEqual(['change link br-lan (mtu)']);
  });

  it('of nobody is free when the bridge of the contract goes, and back when that is undone', async () => {
    const plan = await planOf({ host: inLan, previous: [lan], wanted: [dmz] });
    expect(plan.operations.map(lineOf)).toEqual(['delete link br-lan']);
    expect(plan.inverse.get(identityOf(port('eth1', 'br-lan')))).toMatchObject({
      master: 'br-lan',
    });
  });

  it('that has gone into a bridge of others is not taken out of it', async () => {
    const plan = await planOf({
      host: [lan, bridge('br-theirs'), port('eth1', 'br-theirs')],
      previous: [lan, port('eth1', 'br-lan', owner)],
      wanted: [lan],
    });
    expect(plan.operations).toEqual([]);
  });
});

describe('a workload with another name', () => {
  it('keeps its interface and all that hangs on it: the mark changes in place', async () => {
    const renamed = { contract, workload: 'office' };
    expect(
      await linesOf({
        host: [lan, address('br-lan', '192.0.2.1/24', owner)],
        wanted: [{ ...lan, owner: renamed }, address('br-lan', '192.0.2.1/24', renamed)],
      }),
    ).toEqual(['change link br-lan (owner.workload)']);
  });
});

describe('addresses', () => {
  it('are on the new bridge before they leave the old one', async () => {
    expect(
      await linesOf({
        host: [lan, dmz, address('br-lan', '192.0.2.1/24', owner)],
        wanted: [lan, dmz, address('br-dmz', '192.0.2.1/24', owner)],
      }),
    ).toEqual(['create address br-dmz 192.0.2.1/24', 'delete address br-lan 192.0.2.1/24']);
  });

  it('outlive the first address of their subnet, with which the kernel removes them', async () => {
    const model = new ModelHost([
      ...bare,
      lan,
      address('br-lan', '192.0.2.1/24', owner),
      address('br-lan', '192.0.2.2/24', owner),
      address('br-lan', '192.0.2.3/24'),
    ]);
    const wanted = wantedAt(
      '',
      lan,
      address('br-lan', '192.0.2.2/24', owner),
      address('br-lan', '192.0.2.4/24', owner),
    );
    const outcome = await carryOut(
      model,
      { contract, wanted, previous: [] },
      await model.observe(),
    );
    expect(outcome.state).toBe('applied');
    expect(outcome.observed.addresses.map(({ address }) => address)).toEqual([
      '192.0.2.2/24',
      '192.0.2.3/24',
      '192.0.2.4/24',
      '198.51.100.1/24',
    ]);
  });

  it('of others stay on a bridge of the contract', async () => {
    const scene = { host: [lan, address('br-lan', '203.0.113.1/24')], wanted: [lan] };
    expect((await planOf(scene)).operations).toEqual([]);
  });
});

describe('a bridge that follows the MTU of its ports', () => {
  it('still follows them after a change was taken back', async () => {
    const segment = vxlan('vx-lan', 7, { owner, mtu: 1400, master: lan.name });
    const model = new ModelHost([...bare, lan, segment]);
    model.fault = (_, count) => (count === 2 ? 'EBUSY' : undefined);
    const wanted = wantedAt('', { ...lan, bridge: { stp: true } }, { ...segment, mtu: 1300 });
    const outcome = await carryOut(
      model,
      { contract, wanted, previous: [] },
      await model.observe(),
    );
    expect(outcome.state).toBe('rolled-back');
    model.place({ ...segment, mtu: 1450 });
    const { links } = await model.observe();
    expect(links.find(({ resource }) => resource.name === lan.name)?.resource.mtu).toBe(1450);
  });
});

describe('the way back', () => {
  it('passes by what has come to belong to others in the meantime', async () => {
    const plan = await planOf({ host: [lan], wanted: [dmz] });
    const taken = new ModelHost([...bare, bridge('br-lan', { owner: stranger, mtu: 1300 }), dmz]);
    const way = planTowards(contract, plan.inverse, indexHost(await taken.observe()));
    expect(way.ok && way.value.operations.map(lineOf)).toEqual(['delete link br-dmz']);
  });

  it('brings back a link that has vanished, with what was on it', async () => {
    const plan = await planOf({
      host: [lan, address('br-lan', '192.0.2.1/24', owner)],
      wanted: [],
    });
    const way = planTowards(contract, plan.inverse, indexHost(await new ModelHost(bare).observe()));
    expect(way.ok && way.value.operations.map(lineOf)).toEqual([
      'create link br-lan',
      'create address br-lan 192.0.2.1/24',
    ]);
  });
});

describe('objects of an unknown kind', () => {
  it('that carry the mark of the contract are made anew as what it wants', async () => {
    const unknown = physical('br-lan', { kernelKind: 'vxlan', owner });
    const plan = await planOf({ host: [unknown], wanted: [lan] });
    expect(plan.operations.map(lineOf)).toEqual(['recreate link br-lan (bridge.stp, ipv6, kind)']);
  });

  it('that carry no mark are nobody to us', async () => {
    const plan = await planOf({
      host: [physical('wg0', { kernelKind: 'wireguard' })],
      wanted: [lan],
    });
    expect(plan.operations.map(lineOf)).toEqual(['create link br-lan']);
  });
});

describe('an order that the author asks for', () => {
  it('is kept, where it can be', async () => {
    const state = await new ModelHost(bare).observe();
    const later = {
      resource: bridge('br-a', { owner }),
      path: '',
      after: [linkIdentity('br-z' as InterfaceName)],
    };
    const wanted = [later, ...wantedAt('', bridge('br-z', { owner }))];
    const plan = planChange({ contract, wanted, previous: [], state });
    expect(plan.ok && plan.value.operations.map(lineOf)).toEqual([
      'create link br-z',
      'create link br-a',
    ]);
  });

  it('is refused where it is a circle', async () => {
    const state = await new ModelHost(bare).observe();
    const wanted = [
      { resource: lan, path: '/0', after: [linkIdentity(dmz.name)] },
      { resource: dmz, path: '/1', after: [linkIdentity(lan.name)] },
    ];
    expect(planChange({ contract, wanted, previous: [], state })).toEqual({
      ok: false,
      problems: [
        {
          code: 'dependency-cycle',
          path: '',
          detail: 'these objects wait for each other: link br-dmz, link br-lan',
        },
      ],
    });
  });
});

describe('a segment over a bridge of the same contract', () => {
  it('comes after the bridge and goes before it', async () => {
    const segment = vxlan('vx-lan', 7, {
      owner,
      vxlan: { underlay: lan.name, local: '203.0.113.1' as IpAddress },
    });
    const wanted = [segment, address('br-lan', '203.0.113.1/24', owner), lan];
    expect(await linesOf({ wanted })).toEqual([
      'create link br-lan',
      'create link vx-lan',
      'create address br-lan 203.0.113.1/24',
    ]);
    expect(await linesOf({ host: [lan, segment], wanted: [] })).toEqual([
      'delete link vx-lan',
      'delete link br-lan',
    ]);
  });
});
