import type { CharterNode } from '#contract';
import type { InterfaceName, Surroundings } from '#drivers';
import { vrfResources } from './vrf-resources.js';
import { parseVrf } from './vrf-spec.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'red' };
const surroundings: Surroundings = {
  owner,
  node: { id: 'host-a', underlays: [], parents: [] } as unknown as CharterNode,
  interfaceName: 'vr-red' as InterfaceName,
  charterNode: () => undefined,
  neighbour: () => undefined,
};

function outcome(data: object): unknown {
  const spec = parseVrf(data);
  const result = spec.ok ? vrfResources(spec.value, surroundings) : spec;
  return result.ok
    ? result.value.map(({ resource }) => resource)
    : result.problems.map(({ code, path }) => `${code} ${path}`);
}

describe('a vrf workload', () => {
  it('is a VRF with its table, and its own routes are in that', () => {
    const routes = [{ to: '0.0.0.0/0', unreachable: true, metric: 4_278_198_272 }];
    expect(outcome({ table: 10, members: [{ node: 'host-a', routes }] })).toMatchObject([
      { type: 'link', kind: 'vrf', name: 'vr-red', owner, up: true, vrf: { table: 10 } },
      { type: 'route', destination: '0.0.0.0/0', table: 10, deadEnd: 'unreachable' },
    ]);
  });

  it('has nothing on a host that is no member', () => {
    expect(outcome({ table: 10, members: [{ node: 'host-b' }] })).toEqual([]);
  });

  it.each([0, 253, 254, 255])("is refused with table %d, which is the kernel's", (table) => {
    expect(outcome({ table, members: [{ node: 'host-a' }] })).toEqual([
      'table-out-of-range /table',
    ]);
  });
});
