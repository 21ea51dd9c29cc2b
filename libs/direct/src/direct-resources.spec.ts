import type { CharterNode } from '#contract';
import type { InterfaceName, Surroundings } from '#drivers';
import { directResources } from './direct-resources.js';
import { parseDirect } from './direct-spec.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'wire' };
const neighbours = new Map([
  ['lan', { type: 'bridge', interfaceName: 'br-lan' as InterfaceName }],
  ['tag', { type: 'vlan', interfaceName: 'vl-tag' as InterfaceName }],
]);
const surroundings: Surroundings = {
  owner,
  node: { id: 'host-a', underlays: [], parents: ['eth1'] } as unknown as CharterNode,
  interfaceName: 'eth1' as InterfaceName,
  charterNode: () => undefined,
  neighbour: (name) => neighbours.get(name),
};

function outcome(data: object): unknown {
  const spec = parseDirect(data);
  const result = spec.ok ? directResources(spec.value, surroundings) : spec;
  return result.ok ? result.value : result.problems.map(({ code, path }) => `${code} ${path}`);
}

const member = { node: 'host-a', link: 'eth1' };

describe('a direct connection', () => {
  it('makes a granted interface a port of its bridge', () => {
    expect(outcome({ bridge: 'lan', bridgePort: { isolated: true }, members: [member] })).toEqual([
      {
        path: '/members/0',
        resource: {
          type: 'port',
          link: 'eth1',
          master: 'br-lan',
          owner,
          port: { isolated: true },
        },
      },
    ]);
  });

  it.each(['keep', 'move'])('says what becomes of its addresses: %s', (addresses) => {
    expect(outcome({ bridge: 'lan', members: [{ ...member, addresses }] })).toMatchObject([
      { hostAddresses: addresses },
    ]);
  });

  it('makes the interface of another workload a port', () => {
    expect(outcome({ bridge: 'lan', over: 'tag', members: [{ node: 'host-a' }] })).toMatchObject([
      { resource: { type: 'port', link: 'vl-tag', master: 'br-lan' } },
    ]);
  });

  it('has nothing on a host that is no member', () => {
    expect(outcome({ bridge: 'lan', members: [{ ...member, node: 'host-b' }] })).toEqual([]);
  });

  it.each([
    [
      'no interface at all',
      { bridge: 'lan', members: [{ node: 'host-a' }] },
      'parent-missing /members/0/link',
    ],
    ['two', { bridge: 'lan', over: 'tag', members: [member] }, 'parent-ambiguous /members/0/link'],
    [
      'addresses of an interface of the contract',
      { bridge: 'lan', over: 'tag', members: [{ node: 'host-a', addresses: 'move' }] },
      'port-carries-addresses /members/0/addresses',
    ],
    [
      'an interface that is not granted',
      { bridge: 'lan', members: [{ ...member, link: 'eth9' }] },
      'port-not-granted /members/0/link',
    ],
    ['an unknown bridge', { bridge: 'dmz', members: [member] }, 'attachment-unknown /bridge'],
    [
      'a bridge that is none',
      { bridge: 'tag', members: [member] },
      'attachment-not-a-bridge /bridge',
    ],
    [
      'an unknown workload',
      { bridge: 'lan', over: 'none', members: [{ node: 'host-a' }] },
      'parent-unknown /over',
    ],
  ])('is refused with %s', (_, data, problem) => {
    expect(outcome(data)).toEqual([problem]);
  });
});
