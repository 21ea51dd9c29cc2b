import {
  indexHost,
  mtuBudgets,
  planChange,
  type BondLink,
  type GenericLink,
  type InterfaceName,
  type Resource,
} from '#drivers';
import { address, bridge, physical, port, vlan, vxlan } from '../test/resources.js';
import { changeIn, linesOf, owner } from '../test/scene.js';
import { carryOut, ModelHost } from './index.js';

const named = (text: string): InterfaceName => text as InterfaceName;

/** A VLAN over a large card, a segment over the VLAN, and a bridge on the segment. */
function stack(mtu: number): readonly Resource[] {
  const under = vlan('vl-under', 7, { owner, mtu, vlan: { parent: named('eth9') } });
  const over = { underlay: named('vl-under') };
  const segment = vxlan('vx-over', 9, {
    owner,
    mtu: mtu - 50,
    master: named('br-top'),
    vxlan: over,
  });
  return [bridge('br-top', { owner, mtu: mtu - 50 }), under, segment];
}

const big = physical('eth9', { mtu: 9000 });

async function problemsOf(
  host: readonly Resource[],
  wanted: readonly Resource[],
): Promise<unknown> {
  const state = await new ModelHost([...surroundings, ...host]).observe();
  const plan = planChange({ ...changeIn({ wanted }), state });
  return plan.ok ? [] : plan.problems;
}

const surroundings = [big, physical('eth0'), address('eth0', '198.51.100.1/24')];

describe('M1, M7: MTUs of a stack', () => {
  it('are raised from the bottom up', async () => {
    expect(await linesOf({ host: [big, ...stack(1500)], wanted: stack(9000) })).toEqual([
      'change link vl-under (mtu)',
      'change link vx-over (mtu)',
      'change link br-top (mtu)',
    ]);
  });

  it('are lowered from the top down', async () => {
    expect(await linesOf({ host: [big, ...stack(9000)], wanted: stack(1500) })).toEqual([
      'change link br-top (mtu)',
      'change link vx-over (mtu)',
      'change link vl-under (mtu)',
    ]);
  });

  it('come into being from the bottom up, as far as one needs the other', async () => {
    expect(await linesOf({ host: [big], wanted: stack(1500) })).toEqual([
      'create link br-top',
      'create link vl-under',
      'create link vx-over',
    ]);
  });

  it('are refused above what carries them, with the largest that fits', async () => {
    const [, under, segment] = stack(1500);
    if (under === undefined || segment === undefined) throw new Error('there is no stack');
    expect(
      await problemsOf([], [under, { ...segment, mtu: 1451, master: null } as Resource]),
    ).toMatchObject([
      { code: 'mtu-above-underlay', detail: expect.stringContaining('the most is 1450') as string },
    ]);
    expect(await problemsOf([], [{ ...under, mtu: 9001 } as Resource])).toMatchObject([
      { code: 'mtu-above-parent', detail: expect.stringContaining('the most is 9000') as string },
    ]);
  });
});

describe('M2: an MTU below 1280', () => {
  it.each([
    ['a VLAN', vlan('vl-a', 7, { owner, ipv6: true, mtu: 1279, vlan: { parent: named('eth9') } })],
    ['a segment', vxlan('vx-a', 7, { owner, ipv6: true, mtu: 1279 })],
  ])('is refused for %s with IPv6, and nothing is touched', async (_what, link) => {
    const near = address(link.name, '2001:db8:a::1/64', owner);
    expect(await problemsOf([], [link, near])).toMatchObject([{ code: 'mtu-below-ipv6-minimum' }]);
    expect(await problemsOf([], [{ ...link, mtu: 1280 }, near])).toEqual([]);
    expect(await problemsOf([], [{ ...link, ipv6: false }])).toEqual([]);
  });
});

describe('M5: MTUs of a change that fails', () => {
  it('are as before, in both directions', async () => {
    for (const [before, after] of [
      [1500, 9000],
      [9000, 1500],
    ] as const) {
      const host = new ModelHost([...surroundings, ...stack(before)]);
      const mtus = async (): Promise<unknown> =>
        (await host.observe()).links.map(({ resource: { name, mtu } }) => [name, mtu]);
      const was = await mtus();
      host.fault = (_, count) => (count === 3 ? 'ENOMEM' : undefined);
      const change = changeIn({ previous: stack(before), wanted: stack(after) });
      const { state } = await carryOut(host, change, await host.observe());
      expect([state, await mtus()]).toEqual(['rolled-back', was]);
    }
  });
});

describe('M8: MTUs after a reboot', () => {
  it('are those of the contract again, and a restart alone changes nothing', async () => {
    const host = new ModelHost([...surroundings, ...stack(1500)]);
    const change = changeIn({ wanted: stack(1500) });
    expect((await carryOut(host, change, await host.observe())).state).toBe('unchanged');
    const rebooted = new ModelHost(surroundings);
    expect((await carryOut(rebooted, change, await rebooted.observe())).state).toBe('applied');
    const { links } = await rebooted.observe();
    expect(links.map(({ resource: { name, mtu } }) => `${name} ${mtu}`)).toEqual([
      'br-top 1450',
      'eth0 1500',
      'eth9 9000',
      'vl-under 1500',
      'vx-over 1450',
    ]);
  });
});

describe('the budget of an interface', () => {
  it('names what limits it, down to the card', async () => {
    const state = await new ModelHost(surroundings).observe();
    const plan = planChange({ ...changeIn({ wanted: stack(1500) }), state });
    if (!plan.ok) throw new Error('the stack does not fit');
    expect(Object.fromEntries(mtuBudgets(plan.value.expected, indexHost(state)))).toEqual({
      'link vl-under': { mtu: 1500, most: 9000, limit: 'eth9 9000' },
      'link vx-over': {
        mtu: 1450,
        most: 1450,
        limit: 'eth9 9000, vl-under 1500, less 50 for VXLAN over IPv4',
      },
      'link br-top': {
        mtu: 1450,
        most: 1450,
        limit: 'its port eth9 9000, vl-under 1500, vx-over 1450',
      },
    });
  });

  it('is that of the parent where a new VLAN says nothing', async () => {
    const state = await new ModelHost(surroundings).observe();
    const wanted = [vlan('vl-a', 7, { owner, vlan: { parent: named('eth9') } })];
    const plan = planChange({ ...changeIn({ wanted }), state });
    const budgets = plan.ok ? mtuBudgets(plan.value.expected, indexHost(state)) : new Map();
    expect([...budgets.values()]).toEqual([{ mtu: 9000, most: 9000, limit: 'eth9 9000' }]);
  });

  it('names what a link of a declared kind says that its packets leave by', async () => {
    const state = await new ModelHost(surroundings).observe();
    const over = { link: named('eth9'), less: 50, title: 'GENEVE' };
    const wanted: GenericLink = {
      type: 'link',
      kind: 'generic',
      kernelKind: 'geneve',
      name: named('gn-1'),
      owner,
      mtu: 8950,
      up: true,
      ipv6: false,
      fixed: {},
      generic: {},
      over,
    };
    const plan = planChange({ ...changeIn({ wanted: [wanted] }), state });
    const budgets = plan.ok ? mtuBudgets(plan.value.expected, indexHost(state)) : new Map();
    expect([...budgets.values()]).toEqual([
      { mtu: 8950, most: 8950, limit: 'eth9 9000, less 50 for GENEVE' },
    ]);
    const host = new ModelHost(surroundings);
    await carryOut(host, changeIn({ wanted: [wanted] }), await host.observe());
    const again = await carryOut(host, changeIn({ wanted: [wanted] }), await host.observe());
    expect(again.state).toBe('unchanged');
  });

  it('is that of Ethernet where a new bond says nothing, and its ports follow', async () => {
    const state = await new ModelHost([...surroundings, physical('eth8')]).observe();
    const bond: BondLink = {
      type: 'link',
      kind: 'bond',
      name: named('bo-1'),
      owner,
      up: true,
      ipv6: false,
      bond: { mode: 'active-backup', miimon: 100, upDelay: 0, downDelay: 0, minLinks: 0 },
    };
    const wanted = [bond, port('eth9', 'bo-1', owner), port('eth8', 'bo-1', owner)];
    const plan = planChange({ ...changeIn({ wanted }), state });
    const budgets = plan.ok ? mtuBudgets(plan.value.expected, indexHost(state)) : new Map();
    expect([...budgets.values()]).toEqual([
      { mtu: 1500, most: null, limit: 'its ports take the same: eth8, eth9' },
    ]);
  });
});
