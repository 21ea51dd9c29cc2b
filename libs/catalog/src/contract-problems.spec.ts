import { compileForAudience, createRegistry, readContract } from '#drivers';
import { builtInDrivers } from './built-in-drivers.js';

type Contract = Parameters<typeof readContract>[1];
type Charter = Parameters<typeof compileForAudience>[1];

const registry = createRegistry(builtInDrivers);

/** host-a and host-b have eth0 with both families, host-c IPv4 alone and an MTU of 9000; all grant eth1. */
const charter = {
  nodes: [
    node('host-a', { addresses: ['198.51.100.1', '2001:db8::1'] }),
    node('host-b', { addresses: ['198.51.100.2', '2001:db8::2'] }),
    node('host-c', { addresses: ['198.51.100.3'], mtu: 9000 }),
  ],
} as unknown as Charter;

function node(id: string, underlay: object): object {
  return { id, underlays: [{ link: 'eth0', ...underlay }], parents: ['eth1'] };
}

const rule = { priority: 1000, from: '192.0.2.0/24' };

const rules: readonly (readonly [why: string, problem: string, ...rules: readonly object[]])[] = [
  ...[0, 32766, 32767, -1].map(
    (priority) =>
      [
        `a rule stands at ${priority}`,
        'rule-priority-out-of-range 0/priority',
        { ...rule, priority },
      ] as const,
  ),
  ['a rule is for any packet', 'rule-invalid 0', { priority: 1000, table: 100 }],
  ['a rule has bits of a host', 'rule-invalid 0', { ...rule, from: '192.0.2.1/24' }],
  ['a rule is of two families', 'rule-invalid 0', { ...rule, to: '2001:db8::/32' }],
  ['a rule does two things', 'rule-invalid 0', { ...rule, table: 100, blackhole: true }],
  ['a rule has a mask and no mark', 'rule-invalid 0', { ...rule, fwmask: 1 }],
  ['a rule has a mark beyond its mask', 'rule-invalid 0', { ...rule, fwmark: 2, fwmask: 1 }],
  ["a rule leads to the kernel's own table", 'table-out-of-range 0/table', { ...rule, table: 255 }],
  ['two rules have one priority', 'rule-claimed-twice 1', rule, { ...rule, table: 100 }],
];

const mac = '02:00:00:00:00:07';
const tagged = { vlans: { mode: 'access', tag: 5 } };

/** What a bridge knows of a port, and the data of the bridge. */
const portEntries: readonly (readonly [
  why: string,
  problem: string,
  port: object,
  data?: object,
])[] = [
  ['a station is a group', 'address-invalid /fdb/0/mac', { fdb: [{ mac: '01:00:5e:00:00:01' }] }],
  ['a station is no MAC address', 'address-invalid /fdb/0/mac', { fdb: [{ mac: '02:00:00' }] }],
  ['a station stands twice', 'bridge-entry-claimed-twice /fdb/1', { fdb: [{ mac }, { mac }] }],
  [
    'a station is in a VLAN of a bridge that filters none',
    'vlan-filtering-off /fdb/0/vlan',
    { fdb: [{ mac, vlan: 5 }] },
  ],
  [
    'a station is in no VLAN of a bridge that filters them',
    'bridge-entry-vlan-missing /fdb/0',
    { ...tagged, fdb: [{ mac }] },
  ],
  [
    'a station is in a VLAN of which its port is none',
    'bridge-entry-vlan-not-of-port /fdb/0/vlan',
    { ...tagged, fdb: [{ mac, vlan: 6 }] },
  ],
  [
    'a station is in a reserved VLAN',
    'vlan-id-reserved /fdb/0/vlan',
    { ...tagged, fdb: [{ mac, vlan: 4095 }] },
  ],
  ['a group is none', 'group-not-multicast /mdb/0/group', { mdb: [{ group: '192.0.2.1' }] }],
  [
    'a group of the link layer is everybody',
    'group-not-multicast /mdb/0/group',
    { mdb: [{ group: 'ff:ff:ff:ff:ff:ff' }] },
  ],
  [
    'a group is one of the link over IPv4',
    'group-link-local /mdb/0/group',
    { mdb: [{ group: '224.0.0.251' }] },
  ],
  [
    'a group is one of the link over IPv6',
    'group-link-local /mdb/0/group',
    { mdb: [{ group: 'ff02::1' }] },
  ],
  [
    'the source of a group is of another family',
    'group-source-unsuited /mdb/0/source',
    { mdb: [{ group: '239.1.1.1', source: '2001:db8::9' }] },
  ],
  [
    'the source of a group is a group',
    'group-source-unsuited /mdb/0/source',
    { mdb: [{ group: '239.1.1.1', source: '239.1.1.2' }] },
  ],
  [
    'a group of the link layer has a source',
    'group-source-unsuited /mdb/0/source',
    { mdb: [{ group: '01:00:5e:01:01:01', source: '192.0.2.9' }] },
  ],
  [
    'a group stands twice',
    'bridge-entry-claimed-twice /mdb/1',
    { mdb: [{ group: '239.1.1.1' }, { group: '239.1.1.1' }] },
  ],
  [
    'there are groups on a bridge that does not look at them',
    'multicast-snooping-off /mdb/0',
    { mdb: [{ group: '239.1.1.1' }] },
    { multicastSnooping: false },
  ],
];

/** `code path` of every problem that reading and compiling find. */
function problemsOf(...workloads: readonly object[]): readonly string[] {
  const contract = {
    contractId: '01K9ZX4A1B2C3D4E5F6G7H8J9K',
    version: 1,
    audience: { nodes: ['host-a', 'host-b', 'host-c'] },
    workloads: workloads.map((workload) => ({ version: 1, ...workload })),
  } as unknown as Contract;
  const understood = readContract(registry, contract);
  const compiled = understood.ok ? compileForAudience(understood.value, charter) : understood;
  return compiled.ok ? [] : compiled.problems.map(({ code, path }) => `${code} ${path}`);
}

function bridge(name: string, data: object = {}): object {
  return { name, type: 'bridge', data: { members: [{ node: 'host-a' }], ...data } };
}

function bridgeOn(name: string, member: object): object {
  return bridge(name, { members: [{ node: 'host-a', ...member }] });
}

function vlan(name: string, data: object = {}, member: object = {}): object {
  const members = [{ node: 'host-a', ...('over' in data ? {} : { parent: 'eth1' }), ...member }];
  return { name, type: 'vlan', data: { id: 101, members, ...data } };
}

function vxlan(name: string, data: object = {}): object {
  const members = [over('host-a'), over('host-b')];
  return { name, type: 'vxlan', data: { vni: 7, members, ...data } };
}

function over(host: string, member: object = {}): object {
  return { node: host, underlay: 'eth0', ...member };
}

/** Tables of a port that make no sense; paths are below `vlans`. */
const portTables = [
  {
    why: 'a range ends before it begins',
    problem: 'vlan-range-invalid /trunk/0/last',
    vlans: { mode: 'trunk', trunk: [{ first: 9, last: 8 }] },
  },
  {
    why: 'ranges overlap',
    problem: 'vlan-range-overlap /trunk/1',
    vlans: { mode: 'trunk', trunk: [{ first: 2, last: 9 }, { first: 9 }] },
  },
  {
    why: 'a native VLAN has its tag besides',
    problem: 'vlan-range-overlap /trunk/0',
    vlans: { mode: 'trunk', tag: 5, native: true, trunk: [{ first: 2, last: 9 }] },
  },
  {
    why: 'a trunk has a tag without the flag of a native VLAN',
    problem: 'vlan-native-without-flag /tag',
    vlans: { mode: 'trunk', tag: 1, trunk: [{ first: 2, last: 4094 }] },
  },
  {
    why: 'a native VLAN has no id',
    problem: 'vlan-tag-missing /tag',
    vlans: { mode: 'trunk', native: true },
  },
  {
    why: 'an access port has no VLAN',
    problem: 'vlan-tag-missing /tag',
    vlans: { mode: 'access' },
  },
  {
    why: 'an access port has the tags of a trunk',
    problem: 'vlan-access-with-trunk /trunk',
    vlans: { mode: 'access', tag: 5, trunk: [{ first: 7 }] },
  },
  {
    why: 'a range reaches 4095',
    problem: 'vlan-id-reserved /trunk/0/last',
    vlans: { mode: 'trunk', trunk: [{ first: 2, last: 4095 }] },
  },
  {
    why: 'a port is in VLAN 0',
    problem: 'vlan-id-reserved /tag',
    vlans: { mode: 'access', tag: 0 },
  },
];

const cases: readonly (readonly [why: string, problem: string, ...workloads: object[]])[] = [
  ['no driver reads it', 'driver-unknown /workloads/0/type', { ...bridge('lan'), type: 'pipe' }],
  [
    'a member is not in the audience',
    'member-not-in-audience /workloads/0/data/members/0/node',
    bridgeOn('lan', { node: 'host-z' }),
  ],
  [
    'a member stands twice',
    'member-duplicate /workloads/0/data/members/1/node',
    bridge('lan', { members: [{ node: 'host-a' }, { node: 'host-a' }] }),
  ],
  [
    'a name is claimed by two workloads',
    'interface-name-claimed-twice /workloads/1/data/members/0',
    bridgeOn('lan', { name: 'br-lan' }),
    bridgeOn('dmz', { name: 'br-lan' }),
  ],
  [
    'a name has 16 bytes',
    'interface-name-invalid /workloads/0/data/members/0/name',
    bridgeOn('lan', { name: 'abcdefghijklmnop' }),
  ],
  [
    'a name is one of Zero-OS',
    'interface-name-reserved /workloads/0/data/members/0/name',
    bridgeOn('lan', { name: 'br-ndmz' }),
  ],
  ['a VNI is 0', 'vni-out-of-range /workloads/0/data/vni', vxlan('seg', { vni: 0 })],
  ['a VNI has 25 bits', 'vni-out-of-range /workloads/0/data/vni', vxlan('seg', { vni: 16777216 })],
  [
    'a VNI is claimed by two segments',
    'vni-claimed-twice /workloads/1/data/members/0',
    vxlan('seg', { members: [over('host-a')] }),
    vxlan('more', { members: [over('host-a')] }),
  ],
  ['a VLAN id is 0', 'vlan-id-reserved /workloads/0/data/id', vlan('office', { id: 0 })],
  ['a VLAN id is 4095', 'vlan-id-reserved /workloads/0/data/id', vlan('office', { id: 4095 })],
  [
    'a VLAN id has 13 bits',
    'vlan-id-out-of-range /workloads/0/data/id',
    vlan('office', { id: 4096 }),
  ],
  [
    'a VLAN id is negative',
    'vlan-id-out-of-range /workloads/0/data/id',
    vlan('office', { id: -1 }),
  ],
  [
    'a VLAN is claimed twice on one parent',
    'vlan-claimed-twice /workloads/1/data/members/0',
    vlan('office'),
    vlan('lab'),
  ],
  [
    'a VLAN has no parent',
    'parent-missing /workloads/0/data/members/0/parent',
    vlan('office', { members: [{ node: 'host-a' }] }),
  ],
  [
    'a VLAN has two parents',
    'parent-ambiguous /workloads/1/data/members/0/parent',
    vlan('outer'),
    vlan('inner', { over: 'outer' }, { parent: 'eth1' }),
  ],
  [
    'the parent of a VLAN is not granted',
    'parent-not-granted /workloads/0/data/members/0/parent',
    vlan('office', {}, { parent: 'eth0' }),
  ],
  [
    'a VLAN stands over a workload that is not there',
    'parent-unknown /workloads/0/data/over',
    vlan('inner', { over: 'outer' }),
  ],
  [
    'a VLAN stands over a port of a bridge',
    'parent-is-port /workloads/1/data/members/0/parent',
    bridgeOn('lan', { ports: ['eth1'] }),
    vlan('office'),
  ],
  [
    'a VLAN stands over a workload that is a port of a bridge',
    'parent-is-port /workloads/2/data/members/0',
    bridge('lan'),
    vlan('outer', { attach: 'lan' }),
    vlan('inner', { over: 'outer' }),
  ],
  [
    'a VLAN stands over the bridge that it is a port of',
    'dependency-cycle /workloads/1/data/members/0',
    bridge('lan'),
    vlan('office', { over: 'lan', attach: 'lan' }),
  ],
  [
    'a VLAN stands over itself',
    'dependency-cycle /workloads/0/data/members/0',
    vlan('office', { over: 'office' }),
  ],
  [
    'a VLAN in a bridge has addresses',
    'port-carries-addresses /workloads/1/data/members/0/addresses',
    bridge('lan'),
    vlan('office', { attach: 'lan' }, { addresses: ['192.0.2.1/24'] }),
  ],
  [
    'a VLAN with an IPv6 address has an MTU of 1279',
    'mtu-below-ipv6-minimum /workloads/0/data/members/0/addresses',
    vlan('office', { mtu: 1279 }, { addresses: ['2001:db8:a::1/64'] }),
  ],
  [
    'a VLAN has the MAC address of a group',
    'address-invalid /workloads/0/data/members/0/mac',
    vlan('office', {}, { mac: '01:00:5e:00:00:01' }),
  ],
  [
    'a code point stands twice in a map',
    'duplicate-entry /workloads/0/data/ingressQos/1',
    vlan('office', {
      ingressQos: [
        { codePoint: 5, priority: 1 },
        { codePoint: 5, priority: 2 },
      ],
    }),
  ],
  ...portTables.map(
    ({ why, problem, vlans }) =>
      [
        why,
        problem.replace(' ', ' /workloads/0/data/members/0/ports/0/vlans'),
        bridgeOn('lan', { ports: [{ link: 'eth1', vlans }] }),
      ] as const,
  ),
  [
    'a port has VLANs in a bridge that was told not to filter them',
    'vlan-filtering-off /workloads/0/data/members/0/ports/0',
    bridge('lan', {
      vlanFiltering: false,
      members: [{ node: 'host-a', ports: [{ link: 'eth1', vlans: { mode: 'access', tag: 5 } }] }],
    }),
  ],
  [
    'a segment has VLANs in a bridge that does not filter them',
    'vlan-filtering-off /workloads/1/data/members/0',
    bridge('lan'),
    vxlan('seg', {
      members: [over('host-a')],
      attach: 'lan',
      bridgePort: { vlans: { mode: 'access', tag: 5 } },
    }),
  ],
  ...rules.map(
    ([why, problem, ...asked]) =>
      [
        why,
        problem.replace(' ', ' /workloads/0/data/members/0/rules/'),
        bridgeOn('lan', { rules: asked }),
      ] as const,
  ),
  ...portEntries.map(
    ([why, problem, port, data = {}]) =>
      [
        why,
        problem.replace(' ', ' /workloads/0/data/members/0/ports/0'),
        bridge('lan', {
          ...data,
          members: [{ node: 'host-a', ports: [{ link: 'eth1', ...port }] }],
        }),
      ] as const,
  ),
  [
    'a segment says how it is a port of no bridge',
    'attachment-missing /workloads/0/data/bridgePort',
    vxlan('seg', { members: [over('host-a')], bridgePort: { isolated: true } }),
  ],
  [
    'a default VLAN is 4095',
    'vlan-id-reserved /workloads/0/data/defaultPvid',
    bridge('lan', { defaultPvid: 4095 }),
  ],
  [
    'a hello time is 0',
    'bridge-timer-out-of-range /workloads/0/data/helloTime',
    bridge('lan', { helloTime: 0 }),
  ],
  [
    'a largest age is 41',
    'bridge-timer-out-of-range /workloads/0/data/maxAge',
    bridge('lan', { maxAge: 41 }),
  ],
  [
    'a forward delay is 1',
    'bridge-timer-out-of-range /workloads/0/data/forwardDelay',
    bridge('lan', { forwardDelay: 1 }),
  ],
  ['a UDP port is 0', 'port-out-of-range /workloads/0/data/port', vxlan('seg', { port: 0 })],
  [
    'a UDP port has 17 bits',
    'port-out-of-range /workloads/0/data/port',
    vxlan('seg', { port: 65536 }),
  ],
  [
    'a port is not granted',
    'port-not-granted /workloads/0/data/members/0/ports/1',
    bridgeOn('lan', { ports: ['eth1', 'eth2'] }),
  ],
  [
    'a port is claimed by two bridges',
    'port-claimed-twice /workloads/1/data/members/0/ports/0',
    bridgeOn('lan', { ports: ['eth1'] }),
    bridgeOn('dmz', { ports: ['eth1'] }),
  ],
  [
    'a port stands twice',
    'duplicate-entry /workloads/0/data/members/0/ports/1',
    bridgeOn('lan', { ports: ['eth1', 'eth1'] }),
  ],
  [
    'an underlay is not in the charter',
    'underlay-not-in-charter /workloads/0/data/members/1/underlay',
    vxlan('seg', { members: [over('host-a'), over('host-b', { underlay: 'eth9' })] }),
  ],
  [
    'a member has no address of the family of the segment',
    'underlay-families-mixed /workloads/0/data/members/1/underlay',
    vxlan('seg', { family: 'ipv6', members: [over('host-a'), over('host-c')] }),
  ],
  [
    'a member names an address of another family than the first',
    'underlay-families-mixed /workloads/0/data/members/1/local',
    vxlan('seg', { members: [over('host-a'), over('host-b', { local: '2001:db8::2' })] }),
  ],
  [
    'a local address is not in the charter',
    'local-address-not-in-charter /workloads/0/data/members/0/local',
    vxlan('seg', { members: [over('host-a', { local: '198.51.100.99' })] }),
  ],
  [
    'a segment attaches to a workload that is not there',
    'attachment-unknown /workloads/0/data/attach',
    vxlan('seg', { members: [over('host-a')], attach: 'lan' }),
  ],
  [
    'a segment attaches to a bridge that one of its hosts does not have',
    'attachment-unknown /workloads/1/data/attach',
    bridge('lan'),
    vxlan('seg', { attach: 'lan' }),
  ],
  [
    'a segment attaches to a segment',
    'attachment-not-a-bridge /workloads/0/data/attach',
    vxlan('seg', { members: [over('host-a')], attach: 'seg' }),
  ],
  [
    'the MTU of a segment does not fit the tightest underlay',
    'mtu-above-underlay /workloads/0/data/mtu',
    vxlan('seg', { mtu: 1451, members: [over('host-c'), over('host-a')] }),
  ],
  [
    'the MTU of a segment over IPv6 does not fit',
    'mtu-above-underlay /workloads/0/data/mtu',
    vxlan('seg', { mtu: 1431, family: 'ipv6' }),
  ],
  ['an MTU is 67', 'mtu-out-of-range /workloads/0/data/mtu', bridge('lan', { mtu: 67 })],
  ['an MTU is 65536', 'mtu-out-of-range /workloads/0/data/mtu', vxlan('seg', { mtu: 65536 })],
  [
    'a bridge with an IPv6 address has an MTU of 1279',
    'mtu-below-ipv6-minimum /workloads/0/data/members/0/addresses',
    bridge('lan', {
      mtu: 1279,
      members: [{ node: 'host-a', addresses: ['192.0.2.1/24', '2001:db8:a::1/64'] }],
    }),
  ],
  [
    'an address is not whole',
    'address-invalid /workloads/0/data/members/0/addresses/1',
    bridgeOn('lan', { addresses: ['192.0.2.1/24', '192.0.2/24'] }),
  ],
  [
    'an address is link-local',
    'address-invalid /workloads/0/data/members/0/addresses/0',
    bridgeOn('lan', { addresses: ['fe80::1/64'] }),
  ],
  [
    'a local address is not whole',
    'address-invalid /workloads/0/data/members/0/local',
    vxlan('seg', { members: [over('host-a', { local: '198.51.100.1/24' })] }),
  ],
  [
    'an address is claimed by two bridges',
    'address-claimed-twice /workloads/1/data/members/0/addresses/0',
    bridgeOn('lan', { addresses: ['192.0.2.1/24'] }),
    bridgeOn('dmz', { addresses: ['192.0.2.1/24'] }),
  ],
  [
    'an address stands twice in two spellings',
    'duplicate-entry /workloads/0/data/members/0/addresses/1',
    bridgeOn('lan', { addresses: ['2001:db8:a::1/64', '2001:DB8:A:0::1/64'] }),
  ],
  [
    'a bridge waits for its own port',
    'dependency-cycle /workloads/0/data/members/0',
    { ...bridge('lan'), dependsOn: ['seg'] },
    vxlan('seg', { members: [over('host-a')], attach: 'lan' }),
  ],
  ['it has no members', 'value-invalid /workloads/0/data/members', bridge('lan', { members: [] })],
  ['a value has no meaning', 'member-unknown /workloads/0/data/speed', bridge('lan', { speed: 1 })],
];

describe('a contract is refused', () => {
  it.each(cases.map(([why, problem, ...workloads]) => ({ why, problem, workloads })))(
    'when $why: $problem',
    ({ problem, workloads }) => {
      expect(problemsOf(...workloads)).toEqual([problem]);
    },
  );
});

const sound: readonly (readonly [how: string, ...workloads: object[]])[] = [
  ['with the least and the largest VNI', vxlan('a', { vni: 1 }), vxlan('b', { vni: 16777215 })],
  ['with one VNI over both families', vxlan('a'), vxlan('b', { family: 'ipv6' })],
  ['with one VNI on two UDP ports', vxlan('a'), vxlan('b', { port: 8472 })],
  ['with the first and the last VLAN id', vlan('a', { id: 1 }), vlan('b', { id: 4094 })],
  ['with one VLAN id in both protocols', vlan('a'), vlan('b', { protocol: '802.1ad' })],
  [
    'with a stack of VLANs, the upper ones first',
    vlan('inmost', { over: 'inner' }),
    vlan('inner', { over: 'outer' }),
    vlan('outer', { protocol: '802.1ad' }),
  ],
  ['with the ends of all timers', bridge('lan', { helloTime: 1, maxAge: 40, forwardDelay: 30 })],
  [
    'with a trunk of all VLANs but the native one',
    bridgeOn('lan', {
      ports: [
        {
          link: 'eth1',
          vlans: { mode: 'trunk', tag: 1, native: true, trunk: [{ first: 2, last: 4094 }] },
        },
      ],
    }),
  ],
  ['with a VLAN over a bridge', bridge('lan'), vlan('office', { over: 'lan' })],
  ['with the largest MTU that fits', vxlan('a', { mtu: 1450 }), bridge('lan', { mtu: 1450 })],
  ['with an MTU of 1279 without IPv6', bridge('lan', { mtu: 1279 })],
  [
    'with a segment in a bridge',
    bridge('lan'),
    vxlan('a', { members: [over('host-a')], attach: 'lan' }),
  ],
];

describe('a contract is taken', () => {
  it.each(sound.map(([how, ...workloads]) => ({ how, workloads })))('$how', ({ workloads }) => {
    expect(problemsOf(...workloads)).toEqual([]);
  });
});
