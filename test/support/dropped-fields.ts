import { builtInDrivers } from '#catalog';
import { compileContract, createRegistry, readContract, type WantedResource } from '#drivers';

type Contract = Parameters<typeof readContract>[1];
type Charter = Parameters<typeof compileContract>[1];
type NodeId = Parameters<typeof compileContract>[2];

export const contractId = '01K9ZX4A1B2C3D4E5F6G7H8J9K';

/** One optional field of a workload, given and then dropped from the contract. */
export interface DroppedField {
  readonly type: 'bridge' | 'vxlan';
  /** `mtu`, or `members.ports` where it stands in the member of this host. */
  readonly field: string;
  readonly value: unknown;
  /** The plan's lines when it goes. */
  readonly lines: readonly string[];
  /** What the link of the workload has afterwards, in the plan and in the kernel. */
  readonly defaults?: object;
  /** It takes a kernel that filters VLANs on bridges and snoops on groups. */
  readonly isForLab?: true;
  /** It means nothing over IPv4. */
  readonly isOverIpv6?: true;
}

const bridge = (
  field: string,
  value: unknown,
  lines: readonly string[],
  defaults?: object,
): DroppedField => ({ type: 'bridge', field, value, lines, ...(defaults && { defaults }) });

const segment = (
  field: string,
  value: unknown,
  lines: readonly string[],
  defaults?: object,
): DroppedField => ({ ...bridge(field, value, lines, defaults), type: 'vxlan' });

/** An option of the bridge, and the kernel's own value. */
const option = (field: string, value: unknown, kernels: unknown): DroppedField =>
  bridge(field, value, changed('br-lan', `bridge.${field}`), { bridge: { [field]: kernels } });

const labOption = (field: string, value: unknown, kernels: unknown): DroppedField => ({
  ...option(field, value, kernels),
  isForLab: true,
});

const floodMac = '00:00:00:00:00:00';
const changed = (link: string, fields: string): readonly string[] => [
  `change link ${link} (${fields})`,
];
const madeAnew = (fields: string): readonly string[] => [
  `recreate link vx-lan (${fields})`,
  'create fdb vx-lan 00:00:00:00:00:00 198.51.100.2',
];

/** An option of the segment that only a new link can have. */
function fixedOption(field: string, value: unknown, kernels: unknown): DroppedField {
  return segment(field, value, madeAnew(`vxlan.${field}`), { vxlan: { [field]: kernels } });
}

const aRule = { priority: 1000, from: '198.18.0.0/15' };

/** Every optional field but the name of an interface: another name is another interface. */
export const droppedFields: readonly DroppedField[] = [
  bridge('mtu', 1300, changed('br-lan', 'mtu'), { mtu: 1450 }),
  bridge('stp', true, changed('br-lan', 'bridge.stp'), { bridge: { stp: false } }),
  option('priority', 4096, 32768),
  option('helloTime', 1, 2),
  option('maxAge', 6, 20),
  option('forwardDelay', 4, 15),
  option('ageingTime', 60, 300),
  labOption('vlanFiltering', true, false),
  labOption('vlanProtocol', '802.1ad', '802.1Q'),
  labOption('defaultPvid', 99, 1),
  {
    ...bridge(
      'vlans',
      { mode: 'access', tag: 5 },
      changed('br-lan', 'bridge.vlanFiltering, bridge.vlans'),
      { bridge: { vlanFiltering: false, vlans: '1 pvid untagged' } },
    ),
    isForLab: true,
  },
  labOption('vlanStatistics', true, false),
  labOption('multicastSnooping', false, true),
  labOption('multicastQuerier', true, false),
  labOption('igmpVersion', 3, 2),
  labOption('mldVersion', 2, 1),
  labOption('multicastStatistics', true, false),
  bridge('members.ports', ['eth1'], ['delete port eth1']),
  bridge('members.addresses', ['203.0.113.1/24'], ['delete address br-lan 203.0.113.1/24']),
  bridge('members.routes', [{ to: '198.18.0.0/15' }], ['delete route 254 198.18.0.0/15 0']),
  bridge('members.rules', [aRule], ['delete rule ipv4 1000 from 198.18.0.0/15 lookup 254']),
  segment('members.rules', [aRule], ['delete rule ipv4 1000 from 198.18.0.0/15 lookup 254']),
  segment('members.routes', [{ to: '198.18.0.0/15' }], ['delete route 254 198.18.0.0/15 0']),
  segment('members.addresses', ['203.0.113.1/24'], ['delete address vx-lan 203.0.113.1/24']),
  segment('port', 8472, madeAnew('vxlan.port'), { vxlan: { port: 4789 } }),
  segment('family', 'ipv6', madeAnew('mtu, vxlan.family, vxlan.local'), {
    mtu: 1450,
    vxlan: { local: '198.51.100.1' },
  }),
  segment('flood', { group: '239.1.1.1' }, madeAnew('vxlan.group'), { vxlan: { group: null } }),
  segment('peers', [{ address: '203.0.113.9' }], [`delete fdb vx-lan ${floodMac} 203.0.113.9`]),
  segment(
    'fdb',
    [{ mac: '02:00:00:00:00:77', member: 'host-b' }],
    ['delete fdb vx-lan 02:00:00:00:00:77 198.51.100.2'],
  ),
  segment('ageingTime', 60, changed('vx-lan', 'vxlan.ageing'), { vxlan: { ageing: 300 } }),
  {
    ...segment('flowLabel', 7, changed('vx-lan', 'vxlan.flowLabel'), { vxlan: { flowLabel: 0 } }),
    isOverIpv6: true,
  },
  segment('sourcePorts', { first: 9000, last: 9999 }, madeAnew('vxlan.sourcePorts'), {
    vxlan: { sourcePorts: '0-0' },
  }),
  fixedOption('maxAddresses', 50, 0),
  fixedOption('arpProxy', true, false),
  fixedOption('shortCircuit', true, false),
  fixedOption('l2Miss', true, false),
  fixedOption('l3Miss', true, false),
  fixedOption('groupPolicy', true, false),
  segment('learning', false, changed('vx-lan', 'vxlan.learning'), { vxlan: { learning: true } }),
  segment('ttl', 64, changed('vx-lan', 'vxlan.ttl'), { vxlan: { ttl: 0 } }),
  segment('tos', 8, changed('vx-lan', 'vxlan.tos'), { vxlan: { tos: 0 } }),
  segment('df', 'set', changed('vx-lan', 'vxlan.df'), { vxlan: { df: 'unset' } }),
  segment('udpChecksum', false, madeAnew('vxlan.udpChecksum'), { vxlan: { udpChecksum: true } }),
  segment('mtu', 1300, changed('vx-lan', 'mtu'), { mtu: 1450 }),
  segment('bridgePort', { isolated: true }, changed('vx-lan', 'port.isolated'), {
    port: { isolated: false },
  }),
  segment('attach', 'lan', changed('vx-lan', 'master'), { master: null }),
  segment('members.local', '198.51.100.9', changed('vx-lan', 'vxlan.local'), {
    vxlan: { local: '198.51.100.1' },
  }),
];

/** What the contract wants of host-a with the field, and without it. */
export function withAndWithout(dropped: DroppedField): {
  readonly given: readonly WantedResource[];
  readonly without: readonly WantedResource[];
} {
  return { given: wantedWith(dropped, true), without: wantedWith(dropped, false) };
}

function wantedWith(
  { type, field, value, isOverIpv6 }: DroppedField,
  isGiven: boolean,
): readonly WantedResource[] {
  const name = field.replace('members.', '');
  const setIn = (fields: object): object => ({ ...fields, [name]: isGiven ? value : undefined });
  const set = ({ members: [here, ...others], ...data }: Data): object =>
    name === field
      ? setIn({ ...data, members: [here, ...others] })
      : { ...data, members: [setIn(here), ...others] };
  const outer = isOverIpv6 === true ? { ...vxlan, family: 'ipv6' } : vxlan;
  const contract = {
    contractId,
    version: 1,
    audience: { nodes: ['host-a', 'host-b'] },
    workloads: [
      { name: 'lan', type: 'bridge', version: 1, data: type === 'bridge' ? set(lan) : lan },
      { name: 'segment', type: 'vxlan', version: 1, data: type === 'vxlan' ? set(outer) : outer },
    ],
  } as unknown as Contract;
  const understood = readContract(createRegistry(builtInDrivers), contract);
  const wanted = understood.ok
    ? compileContract(understood.value, charter, 'host-a' as NodeId)
    : understood;
  if (!wanted.ok) throw new Error(JSON.stringify(wanted.problems));
  return wanted.value;
}

interface Data {
  readonly members: readonly [Record<string, unknown>, ...Record<string, unknown>[]];
  readonly [name: string]: unknown;
}

const lan: Data = { members: [{ node: 'host-a', name: 'br-lan' }, { node: 'host-b' }] };
const vxlan: Data = {
  vni: 7,
  attach: 'lan',
  members: [
    { node: 'host-a', underlay: 'eth0', name: 'vx-lan' },
    { node: 'host-b', underlay: 'eth0' },
  ],
};

const charter = {
  nodes: [
    {
      id: 'host-a',
      underlays: [{ link: 'eth0', addresses: ['198.51.100.1', '198.51.100.9', '2001:db8::1'] }],
      parents: ['eth1'],
    },
    {
      id: 'host-b',
      underlays: [{ link: 'eth0', addresses: ['198.51.100.2', '2001:db8::2'] }],
      parents: [],
    },
  ],
} as unknown as Charter;
