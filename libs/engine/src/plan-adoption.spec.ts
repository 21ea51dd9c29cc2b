import {
  planChange,
  type HostState,
  type Operation,
  type Owner,
  type Resource,
  type WantedResource,
} from '#drivers';
import { address, bridge, physical, port, vxlan, wantedAt } from '../test/resources.js';
import { carryOut, ModelHost } from './index.js';

const contract = 'A'.repeat(26);
const owner: Owner = { contract, workload: 'lan' };
const at = '/workloads/0/data/members/0';

const madeByHand = bridge('br-old', { alias: 'made by hand', ipv6: true, bridge: { stp: true } });
const surroundings = [
  physical('eth0'),
  physical('tap0', { master: madeByHand.name }),
  physical('eth1'),
  madeByHand,
  address('br-old', '198.51.100.1/24'),
];

const wantedBridge = bridge('br-old', { owner, ipv6: true });

function adopting(...resources: readonly Resource[]): readonly WantedResource[] {
  const [link, ...others] = wantedAt(at, ...resources);
  return link === undefined ? [] : [{ ...link, adopts: true }, ...others];
}

async function linesFor(host: ModelHost, wanted: readonly WantedResource[]): Promise<unknown> {
  const plan = planChange({ contract, wanted, previous: [], state: await host.observe() });
  return plan.ok ? plan.value.operations.map(lineOf) : plan.problems.map(({ code }) => code);
}

function lineOf({ action, identity, fields, effect }: Operation): string {
  return `${action} ${identity} (${fields.join(', ')}) ${effect}`;
}

function withoutIndexes(state: HostState): unknown {
  return { ...state, links: state.links.map(({ index: _index, ...link }) => link) };
}

describe('adopting an interface', () => {
  it('is a line of its own in the plan, with what changes', async () => {
    expect(await linesFor(new ModelHost(surroundings), adopting(wantedBridge))).toEqual([
      'adopt link br-old (bridge.stp, owner.contract, owner.workload) brief-interruption',
    ]);
  });

  it('of one that is as wanted interrupts nothing', async () => {
    const asItIs = { ...wantedBridge, bridge: { stp: true } };
    expect(await linesFor(new ModelHost(surroundings), adopting(asItIs))).toEqual([
      'adopt link br-old (owner.contract, owner.workload) none',
    ]);
  });

  it('is refused unless the contract says so', async () => {
    expect(await linesFor(new ModelHost(surroundings), wantedAt(at, wantedBridge))).toEqual([
      'interface-name-conflict',
    ]);
  });

  it('is refused where it is the interface of another contract', async () => {
    const stranger = { contract: 'B'.repeat(26), workload: 'lan' };
    const host = new ModelHost([physical('eth0'), bridge('br-old', { owner: stranger })]);
    expect(await linesFor(host, adopting(wantedBridge))).toEqual(['interface-name-conflict']);
  });

  it.each([
    ['a physical device', physical('br-old')],
    ['a segment', vxlan('br-old', 7)],
  ])('is refused where the interface is %s', async (_, standing) => {
    const host = new ModelHost([physical('eth0'), address('eth0', '198.51.100.1/24'), standing]);
    expect(await linesFor(host, adopting(wantedBridge))).toEqual(['interface-not-adoptable']);
  });

  it('makes the interface where there is none', async () => {
    expect(await linesFor(new ModelHost([physical('eth0')]), adopting(wantedBridge))).toEqual([
      'create link br-old () none',
    ]);
  });

  it('leaves ports and addresses of others, and has nothing to do afterwards', async () => {
    const host = new ModelHost(surroundings);
    const change = {
      contract,
      wanted: adopting(wantedBridge, port('eth1', 'br-old', owner)),
      previous: [],
    };
    const outcome = await carryOut(host, change, await host.observe());
    expect(outcome.state).toBe('applied');
    const state = await host.observe();
    expect(state.addresses).toEqual([address('br-old', '198.51.100.1/24')]);
    expect(
      state.links.map(({ resource: { name, owner: of, master } }) => [name, of, master]),
    ).toEqual([
      ['br-old', owner, null],
      ['eth0', undefined, null],
      ['eth1', undefined, 'br-old'],
      ['tap0', undefined, 'br-old'],
    ]);
    expect(await carryOut(host, change, state)).toMatchObject({ state: 'unchanged' });
  });

  it.each([1, 2, 3])('that fails at operation %i leaves it as it was', async (failing) => {
    const host = new ModelHost(surroundings);
    host.fault = (_, count) => (count === failing ? 'EPERM' : undefined);
    const before = await host.observe();
    const wanted = adopting(
      wantedBridge,
      port('eth1', 'br-old', owner),
      address('br-old', '2001:db8::1/64', owner),
    );
    const outcome = await carryOut(host, { contract, wanted, previous: [] }, before);
    expect(outcome.state).toBe('rolled-back');
    expect(withoutIndexes(await host.observe())).toEqual(withoutIndexes(before));
  });

  it('ends with the contract: what was adopted is its own', async () => {
    const host = new ModelHost(surroundings);
    const adoption = { contract, wanted: adopting(wantedBridge), previous: [] };
    await carryOut(host, adoption, await host.observe());
    expect(await linesFor(host, [])).toEqual(['delete link br-old () outage']);
  });
});
