import { planChange, type Operation, type Owner, type Plan, type Resource } from '#drivers';
import { carryOut, ModelHost, type Change } from '../src/index.js';
import { appearance } from './appearance.js';
import { address, bridge, physical, wantedAt } from './resources.js';

export const contract = 'A'.repeat(26);
export const owner: Owner = { contract, workload: 'lan' };
export const stranger: Owner = { contract: 'B'.repeat(26), workload: 'lan' };

/** A host of which no contract knows: an uplink and a free interface. */
export const bare: readonly Resource[] = [
  physical('eth0'),
  address('eth0', '198.51.100.1/24'),
  physical('eth1'),
];

export const lan = bridge('br-lan', { owner });
export const dmz = bridge('br-dmz', { owner });

/** What stands on the bare host, what the version before wanted, and what is wanted now. */
export interface Scene {
  readonly host?: readonly Resource[];
  readonly previous?: readonly Resource[];
  readonly wanted: readonly Resource[];
  /** Which versions give the addresses of granted ports to their bridges; absent: none. */
  readonly moves?: readonly ('previous' | 'wanted')[];
}

export function changeIn({ previous = [], wanted, moves = [] }: Scene): Change {
  const version = (name: 'previous' | 'wanted', list: readonly Resource[]): Change['wanted'] =>
    wantedAt('', ...list).map((entry) => ({
      ...entry,
      ...(moves.includes(name) && entry.resource.type === 'port' && { hostAddresses: 'move' }),
    }));
  return { contract, wanted: version('wanted', wanted), previous: version('previous', previous) };
}

export async function planOf(scene: Scene): Promise<Plan> {
  const state = await new ModelHost([...bare, ...(scene.host ?? [])]).observe();
  const plan = planChange({ ...changeIn(scene), state });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
}

/** The lines of a plan, after the host has shown that they work, and that they are undone when any of them fails. */
export async function linesOf(scene: Scene): Promise<readonly string[]> {
  const host = new ModelHost([...bare, ...(scene.host ?? [])]);
  const before = await host.observe();
  expect(await carryOut(host.copy(), changeIn(scene), before)).toMatchObject({ state: 'applied' });
  const { operations } = await planOf(scene);
  for (const faulty of operations.keys()) {
    const copy = host.copy();
    copy.fault = (_, count) => (count === faulty + 1 ? 'ENOMEM' : undefined);
    const outcome = await carryOut(copy, changeIn(scene), before);
    expect(outcome).toMatchObject({ state: 'rolled-back' });
    expect(appearance(await copy.observe())).toBe(appearance(before));
  }
  return operations.map(lineOf);
}

/** 'change link br-lan (mtu)'. */
export function lineOf({ action, identity, fields }: Operation): string {
  return [action, identity, ...(fields.length > 0 ? [`(${fields.join(', ')})`] : [])].join(' ');
}
