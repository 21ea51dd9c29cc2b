import type { CharterNode, NodeId } from '#contract';
import type { InterfaceName, Surroundings, WantedResource } from '#drivers';
import { vxlanDriver } from './vxlan-driver.js';

const owner = { contract: '01K9ZX4A1B2C3D4E5F6G7H8J9K', workload: 'segment' };

/** host-1, host-2 … with eth0 in both families and one more address on lo; `jumbo` has an MTU of 9000. */
function charterNode(id: string): CharterNode | undefined {
  const number = /^host-(\d)$/.exec(id)?.[1];
  const addresses = [`198.51.100.${number ?? 9}`, `2001:db8::${number ?? 9}`];
  const underlays = [
    { link: 'eth0', addresses, ...(id === 'jumbo' && { mtu: 9000 }) },
    { link: 'lo', addresses: ['203.0.113.1'] },
  ];
  return id === 'stranger' ? undefined : ({ id, underlays, parents: [] } as unknown as CharterNode);
}

/** The compiled resources on host-1, whose bridge `lan` is `br-lan`. */
function compiled(data: object): readonly WantedResource[] {
  const spec = vxlanDriver.parse({ vni: 7, members: [over('host-1'), over('host-2')], ...data });
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  const node = charterNode('host-1');
  if (node === undefined) throw new Error('no host-1');
  const surroundings: Surroundings = {
    owner,
    node,
    interfaceName: 'vx-1' as InterfaceName,
    charterNode: (id: NodeId) => charterNode(id),
    neighbour: (name) =>
      name === 'lan' ? { type: 'bridge', interfaceName: 'br-lan' as InterfaceName } : undefined,
  };
  const resources = vxlanDriver.compile(spec.value, surroundings);
  if (!resources.ok) throw new Error(JSON.stringify(resources.problems));
  return resources.value;
}

function over(node: string, parts: object = {}): object {
  return { node, underlay: 'eth0', ...parts };
}

describe('a segment on one host', () => {
  it('is a link with the values that absent members stand for', () => {
    expect(compiled({})[0]).toEqual({
      path: '/members/0',
      resource: {
        type: 'link',
        kind: 'vxlan',
        name: 'vx-1',
        owner,
        mtu: 1450,
        master: null,
        up: true,
        ipv6: false,
        vxlan: {
          vni: 7,
          port: 4789,
          underlay: 'eth0',
          local: '198.51.100.1',
          learning: true,
          ttl: 0,
          tos: 0,
          df: 'unset',
          udpChecksum: true,
        },
      },
    });
  });

  it('takes over what the contract says', () => {
    const options = { port: 8472, learning: false, ttl: 64, tos: 1, df: 'set', udpChecksum: false };
    expect(compiled({ ...options, mtu: 1400, attach: 'lan' })[0]?.resource).toMatchObject({
      mtu: 1400,
      master: 'br-lan',
      vxlan: options,
    });
  });

  it('floods to every other member, each once', () => {
    const members = [over('host-2'), over('host-1'), over('host-3')];
    const [link, ...entries] = compiled({ members });
    expect(link?.path).toBe('/members/1');
    expect(entries.map(({ resource }) => resource)).toEqual(
      ['198.51.100.2', '198.51.100.3'].map((destination) => ({
        type: 'fdb',
        link: 'vx-1',
        mac: '00:00:00:00:00:00',
        destination,
        owner,
      })),
    );
  });

  it('is nothing where the host is no member', () => {
    expect(compiled({ members: [over('host-2')] })).toEqual([]);
  });
});

describe('the outer addresses of a segment', () => {
  it.each([
    [
      'are of the first family that the charter lists for the first member',
      {},
      '198.51.100.1',
      '198.51.100.2',
    ],
    ['are of the family that the contract names', { family: 'ipv6' }, '2001:db8::1', '2001:db8::2'],
    [
      'follow the address that the first member chose',
      { members: [over('host-2', { local: '2001:DB8:0::2' }), over('host-1')] },
      '2001:db8::1',
      '2001:db8::2',
    ],
    [
      'may be any of the underlay',
      { members: [over('host-1', { underlay: 'lo', local: '203.0.113.1' }), over('host-2')] },
      '203.0.113.1',
      '198.51.100.2',
    ],
  ])('%s', (_, data, local, remote) => {
    const [link, entry] = compiled(data);
    expect(link?.resource).toMatchObject({ vxlan: { local } });
    expect(entry?.resource).toMatchObject({ destination: remote });
  });
});

describe('the MTU of a segment', () => {
  it.each([
    ['leaves room for 50 bytes over IPv4', {}, 1450],
    ['leaves room for 70 bytes over IPv6', { family: 'ipv6' }, 1430],
    [
      'is that of the tightest member on every host',
      { members: [over('host-1'), over('jumbo')] },
      1450,
    ],
    ['is as large as all members allow', { mtu: 1450 }, 1450],
  ])('%s', (_, data, mtu) => {
    expect(compiled(data)[0]?.resource).toMatchObject({ mtu });
  });
});

describe('a local address by its interface', () => {
  const local = { addressOf: 'eth0' };

  it('is left for the host to tell, in the family of the segment', () => {
    const [link] = compiled({ family: 'ipv6', members: [over('host-1', { local })] });

    expect(link).toMatchObject({
      localFrom: { link: 'eth0', family: 'ipv6' },
      resource: { mtu: 1430, vxlan: { local: '::' } },
    });
  });

  it('names the underlay where nothing else does', () => {
    const [link] = compiled({ members: [{ node: 'host-1', local }] });

    expect(link).toMatchObject({
      localFrom: { link: 'eth0', family: 'ipv4' },
      resource: { vxlan: { underlay: null, local: '0.0.0.0' } },
    });
  });

  it('is to the other ends what the charter lists for the interface', () => {
    const wanted = compiled({ members: [over('host-1'), over('host-2', { local })] });

    expect(wanted.map(({ resource }) => resource)).toMatchObject([
      { vxlan: { local: '198.51.100.1' } },
      { type: 'fdb', destination: '198.51.100.2' },
    ]);
  });

  it.each([
    [
      'an interface that is no underlay',
      { addressOf: 'eth7' },
      'underlay-not-in-charter',
      'addressOf',
    ],
    ['the other family', { ...local, family: 'ipv6' }, 'underlay-families-mixed', 'family'],
  ])('is refused for %s', (_, source, code, name) => {
    const members = [over('host-2'), over('host-1', { local: source })];

    expect(() => compiled({ members })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(`"${code}","path":"/members/1/local/${name}"`) as string,
      }),
    );
  });
});
