import type { CharterNode } from '#contract';
import type { InterfaceName, Surroundings, WantedResource } from '#drivers';
import { vlanDriver } from './vlan-driver.js';

const owner = { contract: '01K9ZX4A1B2C3D4E5F6G7H8J9K', workload: 'office' };

const surroundings: Surroundings = {
  owner,
  node: { id: 'host-a', parents: ['eth1'] } as unknown as CharterNode,
  interfaceName: 'vl-1' as InterfaceName,
  charterNode: () => undefined,
  neighbour: (name) =>
    name === 'lan' ? { type: 'bridge', interfaceName: 'br-lan' as InterfaceName } : undefined,
};

/** VLAN 101 over eth1 of host-a, unless told otherwise. */
function compiled(data: object, member: object = { parent: 'eth1' }): readonly WantedResource[] {
  const members = [
    { node: 'host-z', parent: 'eth1' },
    { node: 'host-a', ...member },
  ];
  const spec = vlanDriver.parse({ id: 101, members, ...data });
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  const resources = vlanDriver.compile(spec.value, surroundings);
  if (!resources.ok) throw new Error(JSON.stringify(resources.problems));
  return resources.value;
}

describe('a VLAN on one host', () => {
  it('is a link that asks for nothing that the contract does not mention', () => {
    expect(compiled({})).toEqual([
      {
        path: '/members/1',
        resource: {
          type: 'link',
          kind: 'vlan',
          name: 'vl-1',
          owner,
          master: null,
          up: true,
          ipv6: false,
          vlan: { id: 101, protocol: '802.1Q', parent: 'eth1' },
        },
      },
    ]);
  });

  it('has every option of the contract, its maps in one order', () => {
    const [link] = compiled({
      id: 4094,
      protocol: '802.1ad',
      mtu: 9000,
      reorderHeader: false,
      looseBinding: true,
      gvrp: false,
      mvrp: true,
      ingressQos: [
        { codePoint: 7, priority: 10 },
        { codePoint: 1, priority: 2 },
      ],
      egressQos: [{ priority: 10, codePoint: 7 }],
    });
    expect(link?.resource).toMatchObject({
      mtu: 9000,
      vlan: {
        id: 4094,
        protocol: '802.1ad',
        reorderHeader: false,
        looseBinding: true,
        gvrp: false,
        mvrp: true,
        ingressQos: '1:2 7:10',
        egressQos: '10:7',
      },
    });
  });

  it('empties a map that the contract writes as empty', () => {
    expect(compiled({ egressQos: [] })[0]?.resource).toMatchObject({ vlan: { egressQos: '' } });
  });

  it('has the MAC address of its parent unless the contract says another one', () => {
    expect(compiled({})[0]?.resource).not.toHaveProperty('mac');
    const [link] = compiled({}, { parent: 'eth1', mac: '02:00:5E:00:53:01' });
    expect(link?.resource).toMatchObject({ mac: '02:00:5e:00:53:01' });
  });

  it('has addresses, each with its place in the contract, and IPv6 where one needs it', () => {
    const addresses = ['192.0.2.1/24', '2001:DB8::1/64'];
    const [link, ...others] = compiled({}, { parent: 'eth1', addresses });
    expect(link?.resource).toMatchObject({ ipv6: true });
    expect(others).toEqual([
      {
        path: '/members/1/addresses/0',
        resource: { type: 'address', link: 'vl-1', address: '192.0.2.1/24', owner },
      },
      {
        path: '/members/1/addresses/1',
        resource: { type: 'address', link: 'vl-1', address: '2001:db8::1/64', owner },
      },
    ]);
  });

  it('stands over the interface of another workload, and is a port of a bridge', () => {
    const members = [{ node: 'host-a' }];
    expect(compiled({ over: 'lan', members })[0]?.resource).toMatchObject({
      vlan: { parent: 'br-lan' },
    });
    expect(compiled({ attach: 'lan' })[0]?.resource).toMatchObject({ master: 'br-lan' });
  });

  it('is nothing where the host is no member', () => {
    expect(compiled({ members: [{ node: 'host-b', parent: 'eth1' }] })).toEqual([]);
  });
});
