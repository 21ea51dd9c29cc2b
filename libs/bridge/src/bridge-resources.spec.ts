import type { CharterNode } from '#contract';
import type { InterfaceName, WantedResource } from '#drivers';
import { bridgeDriver } from './bridge-driver.js';

const owner = { contract: '01K9ZX4A1B2C3D4E5F6G7H8J9K', workload: 'lan' };

function compiled(
  data: object,
  parts: { readonly host?: string; readonly workload?: string; readonly name?: string } = {},
): readonly WantedResource[] {
  const spec = bridgeDriver.parse(data);
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  const { host = 'host-a', workload = 'lan', name = 'br-1' } = parts;
  const resources = bridgeDriver.compile(spec.value, {
    owner: { ...owner, workload },
    node: { id: host, parents: ['eth1', 'eth2'] } as unknown as CharterNode,
    interfaceName: name as InterfaceName,
    charterNode: () => undefined,
    neighbour: () => undefined,
  });
  if (!resources.ok) throw new Error(JSON.stringify(resources.problems));
  return resources.value;
}

function on(node: string, parts: object = {}): object {
  return { members: [{ node: 'host-z' }, { node, ...parts }] };
}

describe('a bridge on one host', () => {
  it('is a link with the values that absent members stand for', () => {
    expect(compiled(on('host-a'))).toEqual([
      {
        path: '/members/1',
        resource: {
          type: 'link',
          kind: 'bridge',
          name: 'br-1',
          owner,
          mac: expect.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
          up: true,
          ipv6: false,
          bridge: { stp: false },
        },
      },
    ]);
  });

  it('has the MTU and the spanning tree that the contract says', () => {
    const [link] = compiled({ ...on('host-a'), mtu: 9000, stp: true });
    expect(link?.resource).toMatchObject({ mtu: 9000, bridge: { stp: true } });
  });

  it('has its ports and its addresses, each with its place in the contract', () => {
    const member = { ports: ['eth2', 'eth1'], addresses: ['192.0.2.1/24', '2001:DB8:A::1/64'] };
    expect(compiled(on('host-a', member)).slice(1)).toEqual([
      {
        path: '/members/1/ports/0',
        resource: { type: 'port', link: 'eth2', master: 'br-1', owner },
      },
      {
        path: '/members/1/ports/1',
        resource: { type: 'port', link: 'eth1', master: 'br-1', owner },
      },
      {
        path: '/members/1/addresses/0',
        resource: { type: 'address', link: 'br-1', address: '192.0.2.1/24', owner },
      },
      {
        path: '/members/1/addresses/1',
        resource: { type: 'address', link: 'br-1', address: '2001:db8:a::1/64', owner },
      },
    ]);
  });

  it.each([
    ['on with an IPv6 address', ['192.0.2.1/24', '2001:db8:a::1/64'], true],
    ['off with IPv4 alone', ['192.0.2.1/24'], false],
    ['off without addresses', [], false],
  ])("has the host's own IPv6 %s", (_, addresses, ipv6) => {
    expect(compiled(on('host-a', { addresses }))[0]?.resource).toMatchObject({ ipv6 });
  });

  it('asks for the options that the contract mentions, and for no others', () => {
    const [link, port] = compiled({
      ...on('host-a', { ports: [{ link: 'eth1', isolated: true }] }),
      ageingTime: 60,
      multicastSnooping: false,
    });
    const bridge = { stp: false, ageingTime: 60, multicastSnooping: false };
    expect(link?.resource).toMatchObject({ bridge });
    expect(link?.resource).toEqual(expect.objectContaining({ bridge }));
    expect(port?.resource).toMatchObject({ link: 'eth1', port: { isolated: true } });
  });

  it('filters VLANs where a port names some, and puts the others into the default one', () => {
    const vlans = { mode: 'trunk', trunk: [{ first: 2, last: 99 }, { first: 100 }] };
    const data = on('host-a', { ports: [{ link: 'eth1', vlans }, 'eth2'] });
    const [link, first, second] = compiled({ ...data, defaultPvid: 7 });
    expect(link?.resource).toMatchObject({ bridge: { vlanFiltering: true, defaultPvid: 7 } });
    expect(first?.resource).toMatchObject({ port: { vlans: '2-100' } });
    expect(second?.resource).toMatchObject({ port: { vlans: '7 pvid untagged' } });
  });

  it.each([
    ['where the bridge itself names VLANs', { vlans: { mode: 'access', tag: 5 } }, true],
    ['where the contract says so', { vlanFiltering: true }, true],
    ['not where the contract says that', { vlanFiltering: false }, false],
    ['neither way where nobody says anything', {}, undefined],
  ])('filters VLANs %s', (_, data, vlanFiltering) => {
    const [link] = compiled({ ...on('host-a'), ...data });
    const { bridge } = link?.resource as { readonly bridge: object };
    expect(Object.hasOwn(bridge, 'vlanFiltering')).toBe(vlanFiltering !== undefined);
    expect({ vlanFiltering: undefined, ...bridge }).toMatchObject({ vlanFiltering });
  });

  it('is nothing where the host is no member', () => {
    expect(compiled(on('host-b'))).toEqual([]);
  });

  it('has an address of its own, whatever joins it and however its workload is called', () => {
    const [plain, again, renamed, elsewhere, another] = [
      compiled(on('host-a')),
      compiled(on('host-a', { ports: ['eth1'] })),
      compiled(on('host-a'), { workload: 'office' }),
      compiled(on('host-b'), { host: 'host-b' }),
      compiled(on('host-a'), { name: 'br-2' }),
    ].map(([link]) => (link?.resource.type === 'link' ? link.resource.mac : undefined));
    expect([again, renamed]).toEqual([plain, plain]);
    expect(new Set([plain, elsewhere, another]).size).toBe(3);
  });
});
