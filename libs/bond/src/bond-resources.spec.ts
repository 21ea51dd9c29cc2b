import type { CharterNode } from '#contract';
import type { InterfaceName, Surroundings } from '#drivers';
import { bondResources } from './bond-resources.js';
import { parseBond } from './bond-spec.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'uplinks' };
const surroundings: Surroundings = {
  owner,
  node: { id: 'host-a', underlays: [], parents: ['eth1', 'eth2'] } as unknown as CharterNode,
  interfaceName: 'bo-up' as InterfaceName,
  charterNode: () => undefined,
  neighbour: (name) =>
    name === 'lan' ? { type: 'bridge', interfaceName: 'br-lan' as InterfaceName } : undefined,
};

function outcome(data: object): unknown {
  const spec = parseBond(data);
  const result = spec.ok ? bondResources(spec.value, surroundings) : spec;
  return result.ok
    ? result.value.map(({ resource, path }) => ({ path, ...resource }))
    : result.problems.map(({ code, path }) => `${code} ${path}`);
}

const member = { node: 'host-a', links: ['eth1', 'eth2'] };

describe('a bond workload', () => {
  it('is a bond with every option that its mode has, and its links', () => {
    expect(outcome({ mode: 'active-backup', members: [member] })).toEqual([
      {
        path: '/members/0',
        type: 'link',
        kind: 'bond',
        name: 'bo-up',
        owner,
        master: null,
        up: true,
        ipv6: false,
        bond: {
          mode: 'active-backup',
          miimon: 100,
          upDelay: 0,
          downDelay: 0,
          minLinks: 0,
          primary: null,
        },
      },
      { path: '/members/0/links/0', type: 'port', link: 'eth1', master: 'bo-up', owner },
      { path: '/members/0/links/1', type: 'port', link: 'eth2', master: 'bo-up', owner },
    ]);
  });

  it('is a port of a bridge, or has addresses', () => {
    const mode = 'balance-rr';
    expect(outcome({ mode, attach: 'lan', members: [member] })).toContainEqual(
      expect.objectContaining({ kind: 'bond', master: 'br-lan' }),
    );
    const addresses = ['2001:db8::7/64'];
    expect(outcome({ mode, members: [{ ...member, addresses }] })).toMatchObject([
      { kind: 'bond', ipv6: true },
      {},
      {},
      { type: 'address', link: 'bo-up', address: '2001:db8::7/64' },
    ]);
  });

  it('has nothing on a host that is no member', () => {
    expect(outcome({ mode: 'balance-rr', members: [{ ...member, node: 'host-b' }] })).toEqual([]);
  });

  it.each([
    [
      'LACP outside of 802.3ad',
      { mode: 'balance-rr', lacpRate: 'fast', members: [member] },
      'bond-option-not-of-mode /lacpRate',
    ],
    [
      'a hash where none is used',
      { mode: 'active-backup', xmitHashPolicy: 'layer2+3', members: [member] },
      'bond-option-not-of-mode /xmitHashPolicy',
    ],
    [
      'a primary where all links are used',
      { mode: '802.3ad', members: [{ ...member, primary: 'eth1' }] },
      'bond-option-not-of-mode /members/0/primary',
    ],
    [
      'a primary that is not its own',
      { mode: 'active-backup', members: [{ ...member, primary: 'eth3' }] },
      'bond-primary-not-a-link /members/0/primary',
    ],
    [
      'a delay between two looks',
      { mode: 'active-backup', upDelay: 150, members: [member] },
      'bond-delay-not-a-multiple /upDelay',
    ],
    [
      'a link that is not granted',
      { mode: 'active-backup', members: [{ ...member, links: ['eth1', 'eth9'] }] },
      'port-not-granted /members/0/links/1',
    ],
    [
      'addresses while it is a port',
      { mode: 'balance-rr', attach: 'lan', members: [{ ...member, addresses: ['192.0.2.1/24'] }] },
      'port-carries-addresses /members/0/addresses',
    ],
    [
      'IPv6 and too small an MTU',
      { mode: 'balance-rr', mtu: 1000, members: [{ ...member, addresses: ['2001:db8::7/64'] }] },
      'mtu-below-ipv6-minimum /members/0/addresses',
    ],
  ])('is refused with %s', (_, data, problem) => {
    expect(outcome(data)).toEqual([problem]);
  });
});
