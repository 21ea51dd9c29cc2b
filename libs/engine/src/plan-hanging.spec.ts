import { identityOf, indexHost, planTowards } from '#drivers';
import { address, bridge, port, vxlan, wantedAt } from '../test/resources.js';
import {
  bare,
  contract,
  dmz,
  lan,
  lineOf,
  linesOf,
  owner,
  planOf,
  stranger,
} from '../test/scene.js';
import { carryOut, ModelHost } from './index.js';

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
  const segment = vxlan('vx-lan', 7, { owner, mtu: 1400, master: lan.name });

  it.each([
    ['its ports make it', [{ ...lan, mtu: 1300 }, segment], [lan, segment], 1400],
    ['it had without ports', [{ ...lan, mtu: 1300 }], [lan], 1500],
    [
      'the ports that come will make it',
      [{ ...lan, mtu: 1300 }],
      [lan, { ...segment, mtu: 1350 }],
      1350,
    ],
    [
      'the ports that stay will make it',
      [
        { ...lan, mtu: 1200 },
        segment,
        { ...vxlan('vx-dmz', 8, { owner, mtu: 1300 }), master: lan.name },
      ],
      [lan, segment],
      1400,
    ],
  ])('has the MTU that %s when its own is dropped', async (_what, host, wanted, mtu) => {
    const scene = { host, wanted, previous: host };
    expect(await linesOf(scene)).toContain('change link br-lan (mtu)');
    const { operations } = await planOf(scene);
    const change = operations.find(({ identity }) => identity === 'link br-lan');
    expect(change).toMatchObject({ after: { mtu } });
  });

  it('follows them also when its own was dropped before, though the kernel no longer sees to it', async () => {
    const model = new ModelHost([...bare, { ...lan, mtu: 1400 }, segment]);
    const wanted = wantedAt('', lan, { ...segment, mtu: 1350 });
    const outcome = await carryOut(
      model,
      { contract, wanted, previous: [] },
      await model.observe(),
    );
    expect(outcome.state).toBe('applied');
    const { links } = outcome.observed;
    expect(links.find(({ resource }) => resource.name === lan.name)?.resource.mtu).toBe(1350);
  });

  it('still follows them after a change was taken back', async () => {
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
  it('tells to which bridge a segment belongs once: with the segment', async () => {
    const segment = vxlan('vx-lan', 7, { owner, master: lan.name });
    const moved = { ...segment, master: dmz.name };
    const plan = await planOf({ host: [lan, dmz, segment], wanted: [dmz, moved] });
    expect([...plan.inverse.keys()].sort()).toEqual(['link br-dmz', 'link br-lan', 'link vx-lan']);
    expect(plan.inverse.get(identityOf(segment))).toMatchObject({ master: lan.name });
  });

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
