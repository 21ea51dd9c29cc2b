import {
  defaultVlanTable,
  familyOf,
  qosMap,
  splitCidr,
  vlanTable,
  type AddressResource,
  type BridgeLink,
  type BridgePortOptions,
  type Cidr,
  type GenericLink,
  type InterfaceName,
  type IpAddress,
  type MacAddress,
  type Owner,
  type Resource,
  type VlanLink,
  type VlanTable,
  type VxlanLink,
  type VxlanOptions,
  type WantedResource,
} from '#drivers';
import type { Random } from './random.js';
import { address, bridge, flood, port, tunnel, vlan, vxlan, wantedAt } from './resources.js';

/** What a contract may make use of on the model host, so that two contracts do not meet. */
export interface Room {
  readonly contract: string;
  /** Names of its links, each of which may become a link of any kind, and of another one in the next version. */
  readonly names: readonly string[];
  readonly vnis: readonly number[];
  /** An interface for its VLANs to stand on. */
  readonly trunk: string;
  readonly ports: readonly string[];
  /** Each at most once. */
  readonly addresses: readonly Cidr[];
}

const hostAddresses: readonly [IpAddress, ...IpAddress[]] = [
  '198.51.100.1' as IpAddress,
  '2001:db8::1' as IpAddress,
];

/**
 * A random version of a contract: bridges, segments over the host's underlay or over a bridge, VLANs over the trunk, a
 * bridge or each other, ports and addresses.
 */
export function randomWanted(random: Random, room: Room): readonly WantedResource[] {
  const kinds = random.some(room.names, 0.6).map((name) => ({
    name,
    kind: random.oneOf(['bridge', 'bridge', 'vxlan', 'vxlan', 'vlan', 'tunnel']),
  }));
  const namesOf = (kind: string): readonly string[] =>
    kinds.filter((entry) => entry.kind === kind).map(({ name }) => name);
  const bridges = namesOf('bridge').map((name) => randomBridge(random, name, room));
  const addresses = randomAddresses(random, bridges, room.addresses);
  const vnis = random.shuffled(room.vnis);
  const segments = namesOf('vxlan').map((name, index) =>
    randomVxlan(random, name, vnis[index] ?? 0, { room, bridges, addresses }),
  );
  const resources: readonly Resource[] = [
    ...bridges.map((link) => withIpv6(link, addresses)),
    ...segments,
    ...randomVlans(random, namesOf('vlan'), room, bridges),
    ...namesOf('tunnel').map((name, index) =>
      randomTunnel(random, name, vnis[index] ?? 0, room, bridges),
    ),
    ...addresses,
    ...segments.flatMap((segment) => randomFloodList(random, segment)),
    ...randomPorts(random, bridges, room),
  ];
  return wantedAt('/workloads/0/data/members/0', ...random.shuffled(resources));
}

function randomOwner(random: Random, { contract }: Room): Owner {
  return { contract, workload: random.oneOf(['lan', 'dmz']) };
}

function randomBridge(random: Random, name: string, room: Room): BridgeLink {
  return bridge(name, {
    owner: randomOwner(random, room),
    ...(random.chance(0.3) && { mtu: random.oneOf([1280, 1300]) }),
    ...(random.chance(0.8) && { mac: `02:00:00:00:01:0${random.below(3)}` as MacAddress }),
    bridge: {
      stp: random.chance(0.3),
      ...(random.chance(0.3) && { defaultPvid: random.oneOf([0, 1, 5]) }),
      ...(random.chance(0.2) && { vlanFiltering: random.chance(0.5) }),
      ...(random.chance(0.2) && { vlans: randomVlanTable(random) }),
    },
  });
}

function withIpv6(link: BridgeLink, addresses: readonly AddressResource[]): BridgeLink {
  const ipv6 = addresses.some((entry) => entry.link === link.name && isIpv6(entry.address));
  return { ...link, ipv6 };
}

function randomAddresses(
  random: Random,
  bridges: readonly BridgeLink[],
  addresses: readonly Cidr[],
): readonly AddressResource[] {
  const [first, ...others] = bridges;
  if (first === undefined) return [];
  return random.some(addresses, 0.5).map((text) => {
    const { name, owner } = random.oneOf([first, ...others]);
    return address(name, text, owner);
  });
}

function randomVlans(
  random: Random,
  names: readonly string[],
  room: Room,
  bridges: readonly BridgeLink[],
): readonly VlanLink[] {
  const parents = [room.trunk, ...bridges.map(({ name }) => name)];
  const vlans: VlanLink[] = [];
  for (const [index, name] of names.entries()) {
    const parent = random.shuffled([...parents, ...vlans.map((link) => link.name)])[0];
    const options = {
      parent: (parent ?? room.trunk) as InterfaceName,
      protocol: random.chance(0.5) ? '802.1Q' : '802.1ad',
      ...(random.chance(0.3) && { gvrp: random.chance(0.5) }),
      ...(random.chance(0.3) && { egressQos: qosMap([[random.below(2), random.below(3)]]) }),
    } as const;
    const parts = { owner: randomOwner(random, room), ...(random.chance(0.5) && { mtu: 1280 }) };
    vlans.push(vlan(name, index + 1, { ...parts, vlan: options }));
  }
  return vlans;
}

interface Surroundings {
  readonly room: Room;
  readonly bridges: readonly BridgeLink[];
  readonly addresses: readonly AddressResource[];
}

function randomVxlan(
  random: Random,
  name: string,
  vni: number,
  { room, bridges, addresses }: Surroundings,
): VxlanLink {
  const transport = random.chance(0.25) ? addresses[0] : undefined;
  const isPort = transport === undefined && random.chance(0.6);
  const master = isPort ? bridges[random.below(bridges.length)]?.name : undefined;
  return vxlan(name, vni, {
    owner: randomOwner(random, room),
    mtu: transport === undefined ? random.oneOf([1300, 1400, 1430]) : 1200,
    master: master ?? null,
    ...(master !== undefined && randomPortOptions(random)),
    vxlan: { ...randomOuter(random, transport), ...randomOptions(random) },
  });
}

/** A link of a kind that the core does not know. */
function randomTunnel(
  random: Random,
  name: string,
  vni: number,
  room: Room,
  bridges: readonly BridgeLink[],
): GenericLink {
  const remote = random.oneOf(['198.51.100.2', '198.51.100.3', '2001:db8::2']);
  const master = random.chance(0.5) ? bridges[random.below(bridges.length)]?.name : undefined;
  return tunnel(
    name,
    { vni, remote, ttl: random.oneOf([0, 64]) },
    { owner: randomOwner(random, room), mtu: random.oneOf([1300, 1400]), master: master ?? null },
  );
}

function randomOuter(
  random: Random,
  transport: AddressResource | undefined,
): Pick<VxlanOptions, 'underlay' | 'local'> {
  if (transport === undefined) {
    return { underlay: 'eth0' as InterfaceName, local: random.oneOf(hostAddresses) };
  }
  return { underlay: transport.link, local: splitCidr(transport.address).address };
}

function randomOptions(random: Random): Partial<VxlanOptions> {
  return {
    learning: random.chance(0.7),
    ttl: random.oneOf([0, 64]),
    udpChecksum: random.chance(0.9),
  };
}

function randomFloodList(random: Random, { name, owner, vxlan }: VxlanLink): readonly Resource[] {
  const remotes = isIpv6(vxlan.local)
    ? ['2001:db8::2', '2001:db8::3', '2001:db8::4']
    : ['198.51.100.2', '198.51.100.3', '198.51.100.4'];
  return random.some(remotes, 0.6).map((remote) => flood(name, remote, owner));
}

function randomPorts(
  random: Random,
  bridges: readonly BridgeLink[],
  room: Room,
): readonly Resource[] {
  const [first, ...others] = bridges;
  if (first === undefined) return [];
  return random.some(room.ports, 0.4).map((link) => {
    const { name, owner } = random.oneOf([first, ...others]);
    return { ...port(link, name, owner), ...randomPortOptions(random) };
  });
}

function randomPortOptions(random: Random): { readonly port?: BridgePortOptions } {
  if (random.chance(0.5)) return {};
  return {
    port: {
      ...(random.chance(0.5) && { isolated: random.chance(0.5) }),
      ...(random.chance(0.5) && { vlans: randomVlanTable(random) }),
    },
  };
}

function randomVlanTable(random: Random): VlanTable {
  return random.oneOf([
    defaultVlanTable(1),
    defaultVlanTable(5),
    vlanTable([{ first: 2, last: 4 + random.below(4), pvid: false, untagged: false }]),
  ]);
}

function isIpv6(address: IpAddress | Cidr): boolean {
  return familyOf(address) === 'ipv6';
}
