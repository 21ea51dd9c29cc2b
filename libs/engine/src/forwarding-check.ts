import type { Check } from '#contract';
import {
  indexHost,
  lowerLinkOf,
  parseIpAddress,
  parseMacAddress,
  type HostState,
  type InterfaceName,
  type IpAddress,
  type MacAddress,
  type ObservedLink,
} from '#drivers';
import type { CheckScene } from './check-scene.js';
import { failed, linksMissing, listed, passed, unknown, type Finding } from './finding.js';
import { answers, noProbe, type PathProbe } from './path-probe.js';

/** Where frames for a station go by now, learnt or told. */
export interface Station {
  readonly mac: MacAddress;
  /** The kernel's number of the link behind which it is. */
  readonly link: number;
  /** The tunnel end that has it; absent: it is behind the link itself. */
  readonly vtep?: IpAddress;
}

export interface ForwardingTables {
  /** What the tables of links say now, which stand as the kernel's numbers; the links' own addresses are left out. */
  stationsOn(links: readonly number[]): Promise<readonly Station[]>;
}

export interface ForwardingTools {
  readonly forwarding: ForwardingTables;
  readonly probe: PathProbe | undefined;
}

type ForwardingCheck = Extract<Check, { readonly kind: 'forwarding' }>;

/** Whether frames of a workload find their way to a station, or to a tunnel end. */
export async function forwardingFinding(
  { mac, vtep }: ForwardingCheck,
  { own }: CheckScene,
  state: HostState,
  tools: ForwardingTools,
): Promise<Finding | undefined> {
  const host = indexHost(state);
  const missing = own.filter((name) => host.link(name) === undefined);
  if (missing.length > 0 || own.length === 0) return linksMissing(missing);
  const links = withPorts(own, state);
  return vtep === undefined
    ? findStation(parseMacAddress(mac ?? ''), links, tools.forwarding)
    : findTunnelEnd(parseIpAddress(vtep), links, state, tools);
}

/** A bridge itself knows of nobody: what it has learnt is behind its ports. */
function withPorts(own: readonly InterfaceName[], { links }: HostState): readonly ObservedLink[] {
  const isOwn = (name: InterfaceName | null): boolean => name !== null && own.includes(name);
  return links.filter(({ resource }) => isOwn(resource.name) || isOwn(resource.master));
}

async function findStation(
  mac: MacAddress | undefined,
  links: readonly ObservedLink[],
  tables: ForwardingTables,
): Promise<Finding> {
  if (mac === undefined) return unknown('AddressInvalid', 'the check names no MAC address');
  const known = await tables.stationsOn(links.map(({ index }) => index));
  const behind = known.filter((station) => station.mac === mac).map(({ link }) => link);
  const where = links.filter(({ index }) => behind.includes(index)).map(nameOf);
  return where.length === 0
    ? failed('StationUnknown', `no forwarding table of ${listed(links.map(nameOf))} has ${mac}`)
    : passed('StationKnown', `${mac} is behind ${listed(where)}`);
}

/** Undefined: the tunnel end is this host itself. */
async function findTunnelEnd(
  vtep: IpAddress | undefined,
  links: readonly ObservedLink[],
  state: HostState,
  { forwarding, probe }: ForwardingTools,
): Promise<Finding | undefined> {
  if (vtep === undefined) return unknown('AddressInvalid', 'the check names no address');
  if (state.addresses.some(({ address }) => address.startsWith(`${vtep}/`))) return undefined;
  const known = await forwarding.stationsOn(links.map(({ index }) => index));
  const senders = known.filter((station) => station.vtep === vtep).map(({ link }) => link);
  const [sender] = links.filter(({ index }) => senders.includes(index));
  if (sender === undefined) {
    return failed('EndUnknown', `nothing is sent to ${vtep} by ${listed(links.map(nameOf))}`);
  }
  if (probe === undefined) return noProbe;
  const underlay = lowerLinkOf(sender.resource);
  const where = underlay === undefined ? '' : ` on '${underlay}'`;
  return (await answers(probe, vtep, underlay))
    ? passed('EndAnswers', `'${nameOf(sender)}' sends to ${vtep}, which answers${where}`)
    : failed('EndSilent', `'${nameOf(sender)}' sends to ${vtep}, which does not answer${where}`);
}

function nameOf({ resource }: ObservedLink): InterfaceName {
  return resource.name;
}
