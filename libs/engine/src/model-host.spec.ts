import type { InterfaceName, IpAddress, LinkResource, Operation, Owner, Resource } from '#drivers';
import { address, bridge, flood, physical, port, route, vlan, vxlan } from '../test/resources.js';
import { ModelHost } from './index.js';

const owner: Owner = { contract: 'A'.repeat(26), workload: 'lan' };
const bare = [
  physical('eth0'),
  address('eth0', '198.51.100.1/24'),
  physical('eth1'),
  physical('eth2', { up: false }),
];

function name(text: string): InterfaceName {
  return text as InterfaceName;
}

function operation(
  action: Operation['action'],
  before: Resource | null,
  after: Resource | null,
): Operation {
  const identity = 'what is tested' as Operation['identity'];
  return { action, identity, before, after, fields: [], effect: 'none', dependsOn: [] };
}

/** The errno of the one operation; undefined: it was carried out. */
async function refusal(
  host: ModelHost,
  action: Operation['action'],
  before: Resource | null,
  after: Resource | null,
): Promise<string | undefined> {
  const [outcome] = await host.apply([operation(action, before, after)]);
  return outcome?.failure?.errno;
}

async function linkOn(host: ModelHost, name: string): Promise<LinkResource | undefined> {
  const { links } = await host.observe();
  return links.find(({ resource }) => resource.name === name)?.resource;
}

/** Seen on Linux 6.18 with iproute2 in a namespace of its own; the errno names are the kernel's. */
describe('a model host refuses as the kernel does', () => {
  const local = '2001:db8::1' as IpAddress;
  const standing = [
    bridge('br-1'),
    bridge('br-2'),
    vxlan('vx-1', 7),
    vlan('vl-1', 7),
    address('br-1', '192.0.2.1/24'),
  ];

  it.each([
    ['a link whose name is taken', bridge('eth1'), 'EEXIST'],
    ['a segment whose VNI is taken', vxlan('vx-2', 7), 'EEXIST'],
    [
      'a segment over nothing',
      vxlan('vx-2', 8, { vxlan: { underlay: 'eth9' as InterfaceName } }),
      'ENODEV',
    ],
    ['a VLAN whose id is taken', vlan('vl-2', 7), 'EEXIST'],
    ['a VLAN over nothing', vlan('vl-2', 8, { vlan: { parent: name('eth9') } }), 'ENODEV'],
    ['a VLAN larger than its parent', vlan('vl-2', 8, { mtu: 1501 }), 'EINVAL'],
    [
      'a VLAN that is up over what is down',
      vlan('vl-2', 8, { vlan: { parent: name('eth2') } }),
      'ENETDOWN',
    ],
    ['a port of nothing', vxlan('vx-2', 8, { master: 'br-9' as InterfaceName }), 'ENODEV'],
    [
      'a port of what is no bridge',
      vxlan('vx-2', 8, { master: 'vx-1' as InterfaceName }),
      'EOPNOTSUPP',
    ],
    ['a bridge in a bridge', port('br-2', 'br-1'), 'ELOOP'],
    ['a port that is not there', port('eth9', 'br-1'), 'ENODEV'],
    [
      'a link that only drivers of others make',
      physical('wg0', { kernelKind: 'wireguard' }),
      'EOPNOTSUPP',
    ],
    ['an address on nothing', address('br-9', '192.0.2.9/24'), 'ENODEV'],
    ['an address a second time', address('br-1', '192.0.2.1/24'), 'EEXIST'],
    ['an IPv6 address where IPv6 is off', address('br-1', '2001:db8:a::1/64'), 'EACCES'],
    ['a remote of what is no segment', flood('br-1', '198.51.100.2'), 'EINVAL'],
    ['a remote of the other family', flood('vx-1', '2001:db8::2'), 'EAFNOSUPPORT'],
    ['a route over nothing', route('br-9', '198.18.0.0/15', '192.0.2.9'), 'ENODEV'],
  ])('%s', async (_, resource, errno) => {
    const host = new ModelHost([...bare, ...standing]);
    const before = await host.observe();
    expect(await refusal(host, 'create', null, resource)).toBe(errno);
    expect(await host.observe()).toEqual(before);
  });

  it.each([
    ['the VNI of a segment', vxlan('vx-1', 8), 'EOPNOTSUPP'],
    ['the family of a segment', vxlan('vx-1', 7, { vxlan: { local } }), 'EOPNOTSUPP'],
    ['a segment to more than its underlay carries', vxlan('vx-1', 7, { mtu: 1451 }), 'EINVAL'],
    ['a VLAN to more than its parent has', vlan('vl-1', 7, { mtu: 1501 }), 'ERANGE'],
    ['the id of a VLAN', vlan('vl-1', 8), 'EOPNOTSUPP'],
    ['a link that is not there', bridge('br-9'), 'ENODEV'],
  ])('to change %s', async (_, resource, errno) => {
    const host = new ModelHost([...bare, ...standing]);
    expect(await refusal(host, 'change', resource, resource)).toBe(errno);
  });

  it.each([
    ['one VNI over both families', vxlan('vx-2', 7, { vxlan: { local } })],
    ['one VLAN id in both protocols', vlan('vl-2', 7, { vlan: { protocol: '802.1ad' } })],
    ['one VLAN id over two parents', vlan('vl-2', 7, { vlan: { parent: name('eth0') } })],
    [
      'a VLAN of loose binding over what is down',
      vlan('vl-2', 8, { vlan: { parent: name('eth2'), looseBinding: true } }),
    ],
    ['one VNI on two UDP ports', vxlan('vx-2', 7, { vxlan: { port: 8472 } })],
    ['one address on two links', address('br-2', '192.0.2.1/24')],
    ['a port that comes out of another bridge', port('eth1', 'br-2')],
    ['a remote a second time', flood('vx-1', '198.51.100.3')],
  ])('but takes %s', async (_, resource) => {
    const host = new ModelHost([
      ...bare,
      ...standing,
      port('eth1', 'br-1'),
      flood('vx-1', '198.51.100.3'),
    ]);
    expect(await refusal(host, 'create', null, resource)).toBeUndefined();
  });
});

describe('with a link of a model host', () => {
  it('go its addresses, routes and remotes, while its ports are free', async () => {
    const segment = vxlan('vx-1', 7, { master: 'br-1' as InterfaceName });
    const host = new ModelHost([
      ...bare,
      bridge('br-1'),
      segment,
      port('eth1', 'br-1'),
      flood('vx-1', '198.51.100.2'),
      address('br-1', '192.0.2.1/24'),
      route('br-1', '198.18.0.0/15', '192.0.2.9'),
    ]);
    await host.apply([operation('delete', bridge('br-1'), null)]);
    const { addresses, routes, fdb } = await host.observe();
    expect(await linkOn(host, 'br-1')).toBeUndefined();
    expect(await linkOn(host, 'eth1')).toMatchObject({ master: null });
    expect(await linkOn(host, 'vx-1')).toMatchObject({ master: null });
    expect([addresses.length, routes.length, fdb.length]).toEqual([1, 0, 1]);
  });

  it('go the segments over it, and those over them', async () => {
    const over = (underlay: string): object => ({ vxlan: { underlay: underlay as InterfaceName } });
    const host = new ModelHost([
      ...bare,
      vxlan('vx-1', 1),
      vxlan('vx-2', 2, over('vx-1')),
      vxlan('vx-3', 3, over('vx-2')),
      flood('vx-3', '198.51.100.2'),
    ]);
    host.take(vxlan('vx-1', 1));
    const { links, fdb } = await host.observe();
    expect(links.map(({ resource }) => resource.name)).toEqual(['eth0', 'eth1', 'eth2']);
    expect(fdb).toEqual([]);
  });

  it('go the VLANs over it, however deep they are stacked', async () => {
    const host = new ModelHost([
      ...bare,
      vlan('vl-1', 1),
      vlan('vl-2', 2, { vlan: { parent: name('vl-1') } }),
      vlan('vl-3', 3, { vlan: { parent: name('vl-2') } }),
    ]);
    host.take(vlan('vl-1', 1));
    expect((await host.observe()).links).toHaveLength(3);
  });

  it('goes what IPv6 had on it, when only its IPv6 goes', async () => {
    const on = bridge('br-1', { ipv6: true });
    const host = new ModelHost([
      ...bare,
      on,
      address('br-1', '192.0.2.1/24'),
      address('br-1', '2001:db8:a::1/64'),
      route('br-1', '2001:db8:b::/64', '2001:db8:a::2'),
    ]);
    await host.apply([operation('change', on, { ...on, ipv6: false })]);
    const { addresses, routes } = await host.observe();
    expect(addresses.map(({ address }) => address)).toEqual(['192.0.2.1/24', '198.51.100.1/24']);
    expect(routes).toEqual([]);
  });

  it('go its remotes also when it is made anew in one go', async () => {
    const host = new ModelHost([...bare, vxlan('vx-1', 7), flood('vx-1', '198.51.100.2')]);
    await host.apply([operation('recreate', vxlan('vx-1', 7), vxlan('vx-1', 8))]);
    expect(await linkOn(host, 'vx-1')).toMatchObject({ vxlan: { vni: 8 } });
    expect((await host.observe()).fdb).toEqual([]);
  });
});

describe('the first IPv4 address of a subnet', () => {
  it('takes the others with it, on that link and of that subnet alone', async () => {
    const host = new ModelHost([
      ...bare,
      bridge('br-1', { ipv6: true }),
      bridge('br-2'),
      address('br-1', '192.0.2.1/24'),
      address('br-1', '192.0.2.2/24'),
      address('br-1', '192.0.2.3/25'),
      address('br-1', '2001:db8:a::1/64'),
      address('br-2', '192.0.2.4/24'),
    ]);
    await host.apply([operation('delete', address('br-1', '192.0.2.1/24'), null)]);
    expect((await host.observe()).addresses.map(({ address }) => address)).toEqual([
      '192.0.2.3/25',
      '2001:db8:a::1/64',
      '192.0.2.4/24',
      '198.51.100.1/24',
    ]);
  });

  it('outlives the others', async () => {
    const host = new ModelHost([
      bridge('br-1'),
      address('br-1', '192.0.2.1/24'),
      address('br-1', '192.0.2.2/24'),
    ]);
    await host.apply([operation('delete', address('br-1', '192.0.2.2/24'), null)]);
    expect((await host.observe()).addresses).toEqual([address('br-1', '192.0.2.1/24')]);
  });
});

describe('the MTU of a model link', () => {
  it('is what the underlay leaves to a segment, whatever is asked', async () => {
    const host = new ModelHost(bare);
    await host.apply([operation('create', null, vxlan('vx-1', 7, { mtu: 1500 }))]);
    expect(await linkOn(host, 'vx-1')).toMatchObject({ mtu: 1450 });
  });

  it('is that of its parent for a new VLAN, which follows it down and not up', async () => {
    const host = new ModelHost([...bare, bridge('br-1', { mtu: 1400 })]);
    const over = { vlan: { parent: name('br-1') } };
    await host.apply([operation('create', null, vlan('vl-1', 1, over))]);
    expect(await linkOn(host, 'vl-1')).toMatchObject({ mtu: 1400 });
    await host.apply([
      operation('change', bridge('br-1'), bridge('br-1', { mtu: 1300 })),
      operation('change', bridge('br-1'), bridge('br-1', { mtu: 1500 })),
    ]);
    expect(await linkOn(host, 'vl-1')).toMatchObject({ mtu: 1300 });
  });

  it('follows the ports of a bridge until it is set', async () => {
    const host = new ModelHost([...bare, bridge('br-1'), port('eth1', 'br-1')]);
    host.place(vxlan('vx-1', 7, { mtu: 1400, master: 'br-1' as InterfaceName }));
    expect(await linkOn(host, 'br-1')).toMatchObject({ mtu: 1400 });
    host.take(vxlan('vx-1', 7));
    expect(await linkOn(host, 'br-1')).toMatchObject({ mtu: 1500 });
    await host.apply([operation('change', bridge('br-1'), bridge('br-1', { mtu: 1300 }))]);
    host.take(port('eth1', 'br-1'));
    expect(await linkOn(host, 'br-1')).toMatchObject({ mtu: 1300 });
  });
});

describe('the MTU of a model bridge', () => {
  it('goes on to follow the ports where it is set to what it is', async () => {
    const host = new ModelHost([...bare, bridge('br-1'), port('eth1', 'br-1')]);
    await host.apply([operation('change', bridge('br-1'), bridge('br-1', { mtu: 1500 }))]);
    host.place(vxlan('vx-1', 7, { mtu: 1400, master: 'br-1' as InterfaceName }));
    expect(await linkOn(host, 'br-1')).toMatchObject({ mtu: 1400 });
  });

  it('stays from its creation on where it is wanted, also the usual one', async () => {
    const host = new ModelHost(bare);
    await host.apply([operation('create', null, bridge('br-1', { mtu: 1500 }))]);
    host.place(vxlan('vx-1', 7, { mtu: 1400, master: 'br-1' as InterfaceName }));
    expect(await linkOn(host, 'br-1')).toMatchObject({ mtu: 1500 });
  });
});

describe('a model host', () => {
  it('tells whose things are by the mark of their link', async () => {
    const renamed = { ...owner, workload: 'office' };
    const host = new ModelHost([
      ...bare,
      vxlan('vx-1', 7, { owner: renamed }),
      bridge('br-1', { owner: renamed }),
      flood('vx-1', '198.51.100.2'),
      address('br-1', '192.0.2.1/24', owner),
      address('br-1', '192.0.2.9/24'),
    ]);
    const { fdb, addresses } = await host.observe();
    expect(fdb).toMatchObject([{ owner: renamed }]);
    expect(addresses.map((entry) => entry.owner)).toEqual([renamed, undefined, undefined]);
  });

  it('gives a VLAN the address of its parent, and keeps of its options what no change asks for', async () => {
    const host = new ModelHost(bare);
    const made = vlan('vl-1', 1, { vlan: { gvrp: true } });
    const asked = vlan('vl-1', 1, { vlan: { mvrp: true } });
    await host.apply([operation('create', null, made), operation('change', made, asked)]);
    const [parent, link] = [await linkOn(host, 'eth1'), await linkOn(host, 'vl-1')];
    expect(link).toMatchObject({ mac: parent?.mac, vlan: { gvrp: true, mvrp: true } });
  });

  it('counts every change that it is asked for, and no reading', async () => {
    const host = new ModelHost(bare);
    await host.observe();
    await host.apply([
      operation('create', null, bridge('br-1')),
      operation('create', null, bridge('br-1')),
    ]);
    expect([host.writes, host.observations]).toEqual([2, 1]);
  });

  it('fails where it is told to, a re-creation in its second half', async () => {
    const host = new ModelHost([...bare, vxlan('vx-1', 7), bridge('br-1')]);
    host.fault = () => 'ENOMEM';
    const outcomes = await host.apply([
      operation('delete', bridge('br-1'), null),
      operation('recreate', vxlan('vx-1', 7), vxlan('vx-1', 8)),
    ]);
    expect(outcomes.map(({ failure }) => failure?.errno)).toEqual(['ENOMEM', 'ENOMEM']);
    expect(await linkOn(host, 'br-1')).toBeDefined();
    expect(await linkOn(host, 'vx-1')).toBeUndefined();
  });

  it('has a copy that goes its own way', async () => {
    const host = new ModelHost(bare);
    const copy = host.copy();
    expect(await copy.observe()).toEqual(await host.observe());
    copy.place(bridge('br-1'));
    expect(await linkOn(host, 'br-1')).toBeUndefined();
  });
});
