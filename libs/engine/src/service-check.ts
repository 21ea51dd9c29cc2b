import type { Check } from '#contract';
import {
  indexHost,
  parseIpAddress,
  type HostState,
  type InterfaceName,
  type IpAddress,
} from '#drivers';
import { wayTo, type CheckScene } from './check-scene.js';
import { failed, linksMissing, listed, passed, unknown, type Finding } from './finding.js';
import { forwardingFinding, type ForwardingTables } from './forwarding-check.js';
import { answers, noProbe, proveMtu, type MtuProof, type PathProbe } from './path-probe.js';
import { trafficFinding, type TrafficCounters } from './traffic-check.js';

/** A check and what a host found out by it. */
export interface CheckResult extends Finding {
  readonly name: string;
  readonly workload: string;
}

/** What checks need besides a reading of the host. */
export interface CheckTools {
  /** Undefined: this host can't send single packets. */
  readonly probe: PathProbe | undefined;
  readonly forwarding: ForwardingTables;
  readonly traffic: TrafficCounters;
}

/** Carries out one check; undefined: it is about this host itself, which it does not concern. Sends few packets. */
export async function carryOutCheck(
  scene: CheckScene,
  state: HostState,
  tools: CheckTools,
): Promise<CheckResult | undefined> {
  const { name, workload } = scene.check;
  const finding = await find(scene, state, tools);
  return finding && { name, workload, ...finding };
}

async function find(
  scene: CheckScene,
  state: HostState,
  tools: CheckTools,
): Promise<Finding | undefined> {
  const { check } = scene;
  switch (check.kind) {
    case 'carrier':
      return carrierFinding(scene, state);
    case 'neighbour':
      return onTheWay(check.address, scene, state, tools, findNeighbour);
    case 'pathMtu':
      return onTheWay(check.address, scene, state, tools, (way) => findMtu(check, way));
    case 'forwarding':
      return forwardingFinding(check, scene, state, tools);
    case 'counters':
      return trafficFinding(check, scene, state, tools.traffic);
  }
}

function carrierFinding({ carriers }: CheckScene, state: HostState): Finding {
  const host = indexHost(state);
  const missing = carriers.filter((name) => host.link(name) === undefined);
  const lacking = carriers.filter((name) => host.link(name)?.carrier === false);
  if (missing.length > 0 || carriers.length === 0) {
    return linksMissing(missing);
  }
  return lacking.length > 0
    ? failed('NoCarrier', `no carrier on ${listed(lacking)}`)
    : passed('CarrierUp', `carrier on ${listed(carriers)}`);
}

/** Where a check sends its packets, and by what. */
interface Way {
  readonly to: IpAddress;
  readonly link: InterfaceName;
  readonly state: HostState;
  readonly probe: PathProbe;
}

async function onTheWay(
  text: string,
  scene: CheckScene,
  state: HostState,
  { probe }: CheckTools,
  look: (way: Way) => Promise<Finding>,
): Promise<Finding | undefined> {
  const to = parseIpAddress(text);
  if (to === undefined) return unknown('AddressInvalid', `'${text}' is no address`);
  if (state.addresses.some(({ address }) => address.startsWith(`${to}/`))) return undefined;
  const link = wayTo(to, scene, state);
  if (link === undefined) {
    const detail = `no link of the workload has an address or a route for ${to}; give its member one, or leave this host out of 'nodes'`;
    return failed('NoWay', detail);
  }
  return probe === undefined
    ? noProbe
    : look({
        to,
        link,
        state,
        probe: { passes: (there, bytes) => probe.passes(there, bytes, link) },
      });
}

async function findNeighbour({ to, link, probe }: Way): Promise<Finding> {
  return (await answers(probe, to))
    ? passed('Answers', `${to} answers through '${link}'`)
    : failed('NoAnswer', `${to} does not answer through '${link}'`);
}

async function findMtu(
  check: Extract<Check, { readonly kind: 'pathMtu' }>,
  { to, link, state, probe }: Way,
): Promise<Finding> {
  const mtu = check.mtu ?? indexHost(state).link(link)?.resource.mtu;
  return mtu === undefined
    ? failed('LinkMissing', `no such link on this host: '${link}'`)
    : mtuFinding(await proveMtu(probe, to, mtu), `to ${to} through '${link}'`);
}

function mtuFinding({ computed, largest, isProven }: MtuProof, where: string): Finding {
  if (isProven)
    return passed('PathMtuProven', `${computed} bytes pass ${where}, one more does not`);
  if (largest === null) return failed('NoAnswer', `no packet of any size passes ${where}`);
  return largest > computed
    ? failed('PathMtuLarger', `more than the ${computed} bytes of the MTU pass ${where}`)
    : failed(
        'PathMtuSmaller',
        `${largest} bytes pass ${where}, and not the ${computed} of the MTU`,
      );
}
