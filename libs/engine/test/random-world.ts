import type {
  BridgeLink,
  Cidr,
  HostState,
  InterfaceName,
  Resource,
  WantedResource,
} from '#drivers';
import { carryOut, ModelHost, type Change } from '../src/index.js';
import { randomFrom, type Random } from './random.js';
import { randomWanted, type Room } from './random-site.js';
import { address, bridge, flood, physical, port, route, vlan, vxlan } from './resources.js';

/** A host with a past, and a change that a contract wants to make there. The same seed gives the same world. */
export interface World {
  readonly host: ModelHost;
  readonly change: Change;
  readonly before: HostState;
  readonly random: Random;
}

export const ownRoom: Room = {
  contract: 'A'.repeat(26),
  names: ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
  vnis: [1, 2, 3, 4, 5, 6, 7],
  trunk: 'eth5',
  ports: ['eth1', 'eth2'],
  addresses: ['192.0.2.1/24', '192.0.2.2/24', '203.0.113.1/24', '2001:db8:a::1/64'] as Cidr[],
};

const otherRoom: Room = {
  contract: 'B'.repeat(26),
  names: ['b0', 'b1', 'b2'],
  vnis: [11, 12, 13],
  trunk: 'eth6',
  ports: ['eth3'],
  addresses: ['192.0.2.129/25', '2001:db8:b::1/64'] as Cidr[],
};

/** What Hercules Connect has nothing to do with. */
const foreign: readonly Resource[] = [
  physical('eth0'),
  physical('eth1'),
  physical('eth2', { mtu: 9000 }),
  physical('eth3'),
  physical('eth4'),
  physical('eth5'),
  physical('eth6'),
  vlan('eth5.9', 9, { vlan: { parent: 'eth5' as InterfaceName } }),
  physical('tap0', { kernelKind: 'tun' }),
  bridge('br-foreign', { ipv6: true }),
  port('eth4', 'br-foreign'),
  address('eth0', '198.51.100.1/24'),
  address('eth0', '2001:db8::1/64'),
  address('br-foreign', '192.0.2.65/26'),
  route('eth0', '0.0.0.0/0', '198.51.100.254'),
  vxlan('vx-foreign', 21),
  flood('vx-foreign', '198.51.100.9'),
];

/** Undefined where the random past or the random change is one that a host refuses. */
export async function randomWorld(seed: number): Promise<World | undefined> {
  const random = randomFrom(seed);
  const host = new ModelHost(foreign);
  const others = await bringAbout(host, otherRoom.contract, randomWanted(random, otherRoom));
  const previous = random.chance(0.9) ? randomWanted(random, ownRoom) : [];
  const own = await bringAbout(host, ownRoom.contract, previous);
  if (!others || !own) return undefined;
  disturb(random, host, previous);
  const wanted = random.chance(0.9) ? randomWanted(random, ownRoom) : [];
  const change = {
    contract: ownRoom.contract,
    wanted,
    previous: random.chance(0.9) ? previous : [],
  };
  return { host, change, before: await host.observe(), random };
}

async function bringAbout(
  host: ModelHost,
  contract: string,
  wanted: readonly WantedResource[],
): Promise<boolean> {
  const change = { contract, wanted, previous: [] };
  const { state } = await carryOut(host, change, await host.observe());
  return state === 'applied' || state === 'unchanged';
}

/** Others hang their own things on the links of the contract, and change or remove some of them. */
function disturb(random: Random, host: ModelHost, wanted: readonly WantedResource[]): void {
  const resources = wanted.map(({ resource }) => resource);
  const bridges = resources.filter(isBridge);
  const [first, ...rest] = bridges;
  if (first !== undefined) {
    const chosen = random.some(foreignThingsOn(random.oneOf([first, ...rest])), 0.3);
    host.place(...chosen.flat());
  }
  host.take(...random.some(resources, 0.05));
  for (const link of random.some(bridges, 0.05)) {
    host.take(link);
    host.place({ ...link, up: false }, address(link.name, '203.0.113.77/24'));
  }
}

function isBridge(resource: Resource): resource is BridgeLink {
  return resource.type === 'link' && resource.kind === 'bridge';
}

/** What belongs together stands in one list. */
function foreignThingsOn({ name, ipv6 }: BridgeLink): readonly (readonly Resource[])[] {
  const onTop = vxlan('vx-on-top', 22, { mtu: 1100, vxlan: { underlay: name } });
  return [
    [address(name, '203.0.113.99/24')],
    ipv6 ? [address(name, '2001:db8:f::1/64')] : [],
    [port('tap0', name)],
    [address(name, '203.0.113.97/30'), route(name, '198.18.0.0/15', '203.0.113.98')],
    [onTop, flood('vx-on-top', '198.51.100.8')],
    [vlan('vl-on-top', 99, { mtu: 1000, vlan: { parent: name } })],
  ];
}
