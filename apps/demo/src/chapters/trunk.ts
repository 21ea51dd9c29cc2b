import type { Cast } from '../cast.js';
import { siteTitle } from '../site.js';
import { interfaceUp, type Batch } from '../topology.js';

/** `null` where the kernel has no VLANs. */
export interface TrunkFigures {
  readonly trunkPingLost: number | null;
}

const siteSwitch = 'site-switch';
const trunk = 'trunk0';

/** Whom the host reaches through the trunk, and by which tags. */
const desks = [
  { name: 'desk-10', here: '198.18.10.1', there: '198.18.10.2', by: 'VLAN 10' },
  { name: 'desk-20', here: '198.18.20.1', there: '198.18.20.2', by: 'VLAN 20' },
  { name: 'desk-q', here: '198.18.30.1', there: '198.18.30.2', by: 'VLAN 30 in S-VLAN 100' },
] as const;

/** Whether the kernels can: VLANs on the host, and a bridge that filters them for a switch. */
export async function hasTrunk({ site }: Cast): Promise<boolean> {
  const { 'link:vlan': vlan, 'bridge:vlan-filtering': filtering } =
    await site.capabilitiesOf('host-a');
  return vlan === true && filtering === true;
}

/** A switch of somebody else's, with a port for the host and one for each desk. */
export async function furnishTrunk(cast: Cast): Promise<void> {
  await cast.lab.furnish(switchAndDesks());
  await setUpSwitch(cast);
}

export async function trunkToSwitch(cast: Cast, isThere: boolean): Promise<TrunkFigures> {
  const { lab, say, site } = cast;
  say.chapter('A VLAN trunk from host-a to the switch of the site');
  if (!isThere) {
    say.leaveOut('the VLAN trunk: this kernel has no VLANs; `npm run demo -- --lab` shows it');
    return { trunkPingLost: null };
  }
  await site.submit(site.next(siteTitle, [...site.network, ...trunkWorkloads(site.nextVersion)]));
  await site.everyHost('applied');
  let allLost = 0;
  for (const { there, by } of desks) {
    const { sent, lost } = await lab.ping({
      namespace: 'host-a',
      to: there,
      count: 10,
      size: 1000,
    });
    say.check(lost === 0, `${by}: ${sent} pings to a desk behind the switch, ${lost} lost`);
    allLost += lost;
  }
  return { trunkPingLost: allLost };
}

function trunkWorkloads(version: number): readonly object[] {
  const [staff, guests, inner] = desks;
  const vlan = (name: string, id: number, data: object, member: object): object => ({
    ...{ name, type: 'vlan', version },
    data: { id, ...data, members: [{ node: 'host-a', name: `vl-${name}`, ...member }] },
  });
  const at = (address: string): object => ({ addresses: [`${address}/24`] });
  return [
    vlan('staff', 10, {}, { parent: trunk, ...at(staff.here) }),
    vlan('guests', 20, {}, { parent: trunk, ...at(guests.here) }),
    vlan('carrier', 100, { protocol: '802.1ad' }, { parent: trunk }),
    vlan('customer', 30, { over: 'carrier' }, at(inner.here)),
  ];
}

function switchAndDesks(): readonly Batch[] {
  const [staff, guests, inner] = desks;
  const port = (name: string, namespace: string, link: string): string =>
    `link add name ${name} netns ${siteSwitch} type veth peer name ${link} netns ${namespace}`;
  return [
    {
      commands: [
        ...[siteSwitch, ...desks.map(({ name }) => name)].map((name) => `netns add ${name}`),
        port('port1', 'host-a', trunk),
        ...desks.map(({ name }, index) => port(`port${index + 2}`, name, 'eth0')),
      ],
    },
    {
      namespace: siteSwitch,
      commands: [
        'link add name sw0 type bridge vlan_filtering 1',
        ...[1, 2, 3, 4].map((number) => `link set port${number} master sw0 up`),
        'link set sw0 up',
      ],
    },
    // Without an address of its own making, which would come while the host is looked at.
    { namespace: 'host-a', commands: [`link set ${trunk} addrgenmode none up`] },
    ...[staff, guests].map(({ name, there }) => ({
      namespace: name,
      commands: interfaceUp('eth0', there),
    })),
    {
      namespace: inner.name,
      commands: [
        'link set eth0 up',
        'link add link eth0 name s100 type vlan proto 802.1ad id 100',
        'link set s100 up',
        'link add link s100 name c30 type vlan id 30',
        ...interfaceUp('c30', inner.there),
      ],
    },
  ];
}

/** Which VLANs the ports of the switch carry, as its administrator sets them up. */
async function setUpSwitch({ lab }: Cast): Promise<void> {
  const add = (port: string, ...vlan: readonly string[]): Promise<string> =>
    lab.run({ namespace: siteSwitch, command: ['bridge', 'vlan', 'add', 'dev', port, ...vlan] });
  await add('port1', 'vid', '10');
  await add('port1', 'vid', '20');
  await add('port2', 'vid', '10', 'pvid', 'untagged');
  await add('port3', 'vid', '20', 'pvid', 'untagged');
}
