import { builtInDrivers } from '#catalog';
import type { Charter, Contract, NodeId } from '#contract';
import {
  compileContract,
  createRegistry,
  planChange,
  readContract,
  type WantedResource,
} from '#drivers';
import { carryOut, ModelHost } from '#engine';
import { address, physical } from '../../libs/engine/test/resources.js';

const contractId = '01J9Z3NDEKTSV4RRFFQ69G5FAV';
const node = 'host-a' as NodeId;

/** What the site grants: an underlay that carries so many bytes. */
function charter(mtu: number): Charter {
  const underlays = [{ link: 'eth0', addresses: ['198.51.100.1'], mtu }];
  return { nodes: [{ id: node, underlays, parents: [] }] } as unknown as Charter;
}

function contract(...workloads: readonly object[]): Contract {
  return { contractId, version: 1, audience: { nodes: [node] }, workloads } as unknown as Contract;
}

function segment(mtu: number): object {
  const members = [{ node, name: 'vx-lan', underlay: 'eth0' }];
  return { name: 'lan', type: 'vxlan', version: 1, data: { vni: 7, mtu, members } };
}

function compile(mtu: number, ...workloads: readonly object[]): ReturnType<typeof compileContract> {
  const understood = readContract(createRegistry(builtInDrivers), contract(...workloads));
  return understood.ok ? compileContract(understood.value, charter(mtu), node) : understood;
}

function wantedOf(result: ReturnType<typeof compileContract>): readonly WantedResource[] {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

describe('M9: the largest MTU of the site', () => {
  it('bounds what a contract may ask for, and the refusal names it', () => {
    expect(compile(1500, segment(1450)).ok).toBe(true);
    expect(compile(1500, segment(1451))).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'mtu-above-underlay',
          path: '/workloads/0/data/mtu',
          detail: expect.stringContaining('the most is 1450'),
        },
      ],
    });
  });

  it('may fall below what stands, which can still be withdrawn', async () => {
    const host = new ModelHost([
      physical('eth0', { mtu: 9000 }),
      address('eth0', '198.51.100.1/24'),
    ]);
    const before = await host.observe();
    const wanted = wantedOf(compile(9000, segment(8950)));
    await carryOut(host, { contract: contractId, wanted, previous: [] }, before);

    expect(compile(1500, segment(8950)).ok).toBe(false);
    const nothing = wantedOf(compile(1500));
    const change = { contract: contractId, wanted: nothing, previous: wanted };
    expect(planChange({ ...change, state: await host.observe() }).ok).toBe(true);
    expect((await carryOut(host, change, await host.observe())).state).toBe('applied');
    expect((await host.observe()).links).toEqual(before.links);
  });
});
