import {
  familyOf,
  qosMap,
  splitCidr,
  type AddressResource,
  type BridgeLink,
  type Cidr,
  type InterfaceName,
  type IpAddress,
  type MacAddress,
  type Owner,
  type Resource,
  type VlanLink,
  type VxlanLink,
  type VxlanOptions,
  type WantedResource,
} from '#drivers';
import type { Random } from './random.js';
import { address, bridge, flood, port, vlan, vxlan, wantedAt } from './resources.js';

/** What a contract may make use of on the model host, so that two contracts do not meet. */
export interface Room {
  readonly contract: string;
  /** Names of its links, each of which may become a bridge, a VLAN or a VXLAN, and another one in the next version. */
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
    kind: random.oneOf(['bridge', 'bridge', 'vxlan', 'vxlan', 'vlan']),
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
    bridge: { stp: random.chance(0.3) },
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
    vxlan: { ...randomOuter(random, transport), ...randomOptions(random) },
  });
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
    return port(link, name, owner);
  });
}

function isIpv6(address: IpAddress | Cidr): boolean {
  return familyOf(address) === 'ipv6';
}
