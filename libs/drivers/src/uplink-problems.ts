import type { Problem } from '#contract';
import { exitOf } from './bridge-exit.js';
import { defaultPvidMoves, linkAfterMoves } from './default-pvid.js';
import type { HostIndex } from './host-index.js';
import type { HostState } from './host-state.js';
import type { Operation } from './operation.js';
import {
  identityOf,
  linkIdentity,
  portIdentity,
  type Identity,
  type LinkResource,
  type PortResource,
  type WantedResource,
} from './resource.js';
import type { Target } from './target.js';
import { bearersOf, type Bearers, type Passage } from './uplink-bearers.js';
import { isWithin, waysTo, type Routing, type Uplink, type Way } from './uplink-way.js';

export interface UplinkRequest {
  readonly uplink: Uplink;
  readonly plan: { readonly operations: readonly Operation[]; readonly expected: Target };
  readonly wanted: readonly WantedResource[];
  readonly host: HostIndex;
  readonly state: HostState;
}

/** Why a plan may not be carried out unasked: it would, at least for a while, cut the host off from its controller. */
export function uplinkProblems(request: UplinkRequest): readonly Problem<'uplink-cut'>[] {
  const { uplink, state, wanted } = request;
  const paths = new Map(wanted.map(({ resource, path }) => [identityOf(resource), path]));
  return waysTo(uplink, state).flatMap((way) =>
    cutsOf(way, request).map(({ identity, reason }) => ({
      code: 'uplink-cut' as const,
      path: paths.get(identity) ?? '/workloads',
      detail: `${reason}, and this host reaches its controller over '${way.link}': leave it alone, or say change.mayCutUplink, and the change is taken back unless the controller is reached again in time`,
    })),
  );
}

interface Cut {
  readonly identity: Identity;
  readonly reason: string;
}

function cutsOf(way: Way, request: UplinkRequest): readonly Cut[] {
  const { plan, host } = request;
  const bearers = bearersOf(way.link, host);
  const cuts = [
    ...plan.operations.flatMap((operation) => cutBy(operation, way, bearers)),
    ...lostAlternatives(plan.operations, bearers),
    ...bearers.passages.flatMap((passage) => closedPassage(passage, request)),
  ];
  return cuts.length > 0 ? cuts : divertedWay(way, request);
}

function cutBy(operation: Operation, way: Way, { links }: Bearers): readonly Cut[] {
  const { before, after } = operation;
  const subject = after ?? before;
  if (subject?.type === 'port' && links.has(subject.link)) return cutByPort(operation, subject);
  if (subject?.type !== 'link' || !links.has(subject.name)) return [];
  const harm = harmOf(operation, way);
  return harm === undefined ? [] : [cut(operation.identity, `'${subject.name}' would ${harm}`)];
}

function cutByPort(operation: Operation, { link }: PortResource): readonly Cut[] {
  const isMoved = operation.action !== 'change' || operation.fields.includes('master');
  return isMoved ? [cut(operation.identity, `'${link}' would ${moveOf(operation)}`)] : [];
}

/** What becomes of a link that has to stay; undefined: nothing that matters. */
function harmOf(operation: Operation, way: Way): string | undefined {
  const { action, fields, after } = operation;
  if (action === 'delete') return 'be removed';
  if (action === 'recreate') return 'be removed and made anew';
  if (after?.type !== 'link') return undefined;
  if (fields.includes('up') && !after.up) return 'be set down';
  if (fields.includes('master')) return moveOf(operation);
  const losesIpv6 = fields.includes('ipv6') && !after.ipv6;
  return losesIpv6 && way.family === 'ipv6' && after.name === way.link ? 'lose IPv6' : undefined;
}

/** 'become a port of …'. */
function moveOf({ after }: Operation): string {
  const master = after?.type === 'port' || after?.type === 'link' ? after.master : null;
  return master == null ? 'leave its bridge' : `become a port of '${master}'`;
}

function cut(identity: Identity, reason: string): Cut {
  return { identity, reason };
}

/** A bond carries on as long as one of its links is left. */
function lostAlternatives(
  operations: readonly Operation[],
  { alternatives }: Bearers,
): readonly Cut[] {
  return alternatives.flatMap((members) => {
    const leaving = operations.filter(({ before, after }) => {
      const member = before?.type === 'port' ? before : undefined;
      const stays = after?.type === 'port' && after.master === member?.master;
      return member !== undefined && members.has(member.link) && !stays;
    });
    const [first] = leaving;
    if (first === undefined || leaving.length < members.size) return [];
    return [cut(first.identity, `every link would leave its bond (${[...members].join(', ')})`)];
  });
}

/** A bridge that begins to look at VLANs, or other VLANs on it, may let nothing through. */
function closedPassage(passage: Passage, request: UplinkRequest): readonly Cut[] {
  const { plan, host } = request;
  const [before, port] = [host.link(passage.bridge), host.link(passage.port)].map(
    (link) => link?.resource,
  );
  if (before?.kind !== 'bridge' || port === undefined) return [];
  const bridge = futureBridge(before, request);
  if (bridge?.kind !== 'bridge') return [];
  const now = exitOf(before.bridge, port.port ?? {}, passage.tag);
  const then = exitOf(bridge.bridge, futurePort(port, request), passage.tag);
  if (now === undefined || now === then) return [];
  const asked = plan.expected.has(portIdentity(passage.port));
  const identity = asked ? portIdentity(passage.port) : linkIdentity(passage.bridge);
  const words = then === undefined ? 'let nothing of the host through' : `let it through ${then}`;
  return [cut(identity, `'${passage.port}' in '${passage.bridge}', now ${now}, would ${words}`)];
}

function futureBridge(
  before: LinkResource,
  { plan, host }: UplinkRequest,
): LinkResource | undefined {
  const moved = linkAfterMoves(before, defaultPvidMoves(plan.expected, host));
  const asked = plan.expected.get(linkIdentity(before.name));
  if (asked?.type !== 'link' || asked.kind !== 'bridge' || moved.kind !== 'bridge') return moved;
  return { ...moved, bridge: { ...moved.bridge, ...asked.bridge } };
}

function futurePort(
  before: LinkResource,
  { plan, host }: UplinkRequest,
): NonNullable<LinkResource['port']> {
  const moved = linkAfterMoves(before, defaultPvidMoves(plan.expected, host));
  const asked =
    plan.expected.get(portIdentity(before.name)) ?? plan.expected.get(linkIdentity(before.name));
  const isMember = asked?.type === 'port' || asked?.type === 'link';
  return { ...moved.port, ...(isMember && asked.port) };
}

/** Addresses and routes that go, or that come and lead the packets elsewhere. */
function divertedWay(way: Way, { uplink, plan, state }: UplinkRequest): readonly Cut[] {
  const after = routingAfter(plan.operations, state);
  const next = waysTo(uplink, after).find(({ family }) => family === way.family);
  const first = culpritOf(plan.operations, way, { uplink, state, after });
  if (first === undefined) return [];
  if (next === undefined) return [cut(first.identity, 'the way to the controller would end')];
  if (next.link !== way.link) {
    return [cut(first.identity, `the way to the controller would lead over '${next.link}'`)];
  }
  const hadSource = hasSource(way, state);
  return hadSource && !hasSource(next, after)
    ? [cut(first.identity, `'${way.link}' would lose the address from which it is reached`)]
    : [];
}

/** The first rule where it is the rules that lead elsewhere, else the first address or route. */
function culpritOf(
  operations: readonly Operation[],
  way: Way,
  { uplink, state, after }: Pick<UplinkRequest, 'uplink' | 'state'> & { readonly after: Routing },
): Operation | undefined {
  const { rules = [] } = state;
  const unruled = waysTo(uplink, { ...after, rules });
  const isByRules = unruled.some(({ family, link }) => family === way.family && link === way.link);
  const of = (types: ReadonlySet<string>): Operation | undefined =>
    operations.find(({ before, after: aim }) => types.has((aim ?? before)?.type ?? ''));
  return (isByRules ? of(ruling) : undefined) ?? of(routing);
}

const ruling: ReadonlySet<string> = new Set(['rule']);
const routing: ReadonlySet<string> = new Set(['address', 'route', 'rule']);

function routingAfter(operations: readonly Operation[], state: HostState): Routing {
  const going = new Set(operations.map(({ identity }) => identity));
  const coming = operations.flatMap(({ after }) => after ?? []);
  const staying = { addresses: state.addresses, routes: state.routes };
  return {
    addresses: [
      ...staying.addresses.filter((entry) => !going.has(identityOf(entry))),
      ...coming.filter((entry) => entry.type === 'address'),
    ],
    routes: [
      ...staying.routes.filter((entry) => !going.has(identityOf(entry))),
      ...coming.filter((entry) => entry.type === 'route'),
    ],
    rules: [
      ...(state.rules ?? []).filter((entry) => !going.has(identityOf(entry))),
      ...coming.filter((entry) => entry.type === 'rule'),
    ],
  };
}

/** An address of the link beside its neighbour there. */
function hasSource({ link, neighbour }: Way, { addresses }: Routing): boolean {
  const own = addresses.filter((entry) => entry.link === link);
  return neighbour === undefined
    ? own.length > 0
    : own.some(({ address }) => isWithin(neighbour, address));
}
