import { childrenOf, type IpsecChild, type IpsecResource } from '#drivers';
import type { IkeAssociation } from './associations.js';
import type { TunnelReason } from './failure-reasons.js';
import { hasSelectors, isInstalled } from './tunnel-health.js';

/** A tunnel of this host, and what is known of it besides its SAs. Times are those of `performance.now()`. */
export interface WatchedTunnel {
  readonly tunnel: IpsecResource;
  failure: TunnelReason | undefined;
  /** Which SAs new keys were refused for, as {@link keysOf} tells them: the refusal holds as long as they stand. */
  refusedFor: string | undefined;
  /** The SAs for which new keys were asked to see whether the peer gives any, as {@link keysOf} tells them. */
  probedFor: string | undefined;
  /** By these settings a child had keys of an exchange of its own: both ends agree on a group. */
  hasProvenGroup: boolean;
  wasUp: boolean;
  /** Milliseconds between the last try and the next one, and when that may be. */
  pause: number;
  notBefore: number;
  /** This end only waits, for a peer that takes the SAs for good which are gone: it begins, until the tunnel stands. */
  isStranded: boolean;
  /** An attempt has begun of which nothing is known yet. */
  isFresh: boolean;
  timer: NodeJS.Timeout | undefined;
  /** Runs while the peer has begun and is not done. */
  handshake: NodeJS.Timeout | undefined;
  /** How it was when somebody was last told. */
  told: string;
  /** Numbers of the IKE_SAs that were set up by former settings, which carry packets until others do, or until then. */
  readonly former: ReadonlySet<string>;
  readonly formerUntil: number;
  /** Since when what is asked for now stands beside former ones or twice. */
  doubleSince: number | undefined;
}

/** Milliseconds between two tries to begin a tunnel: after a refusal twice as long, up to the second. */
export const pauses = { first: 500, longest: 15_000 } as const;

/**
 * Milliseconds that the other end has for being told the same, before a tunnel that stands is made anew; and for beginning
 * itself, before an end that waits does.
 */
const timeForOtherEnd = 1_000;
/** Milliseconds after which former settings end, whatever became of the new ones: nobody signs them any more. */
const timeForFormer = 30_000;

export interface Bygone {
  /** Numbers of the IKE_SAs that were set up by other settings than these; absent: none. */
  readonly former?: readonly string[] | undefined;
  /** Its SAs went with the daemon that had them, and the peer does not know. */
  readonly isCutOff?: boolean;
}

export function watchedTunnel(
  tunnel: IpsecResource,
  { former = [], isCutOff = false }: Bygone,
): WatchedTunnel {
  const now = performance.now();
  const isStranded = isCutOff && !tunnel.initiates && tunnel.remoteAddress !== '%any';
  return {
    tunnel,
    failure: undefined,
    refusedFor: undefined,
    probedFor: undefined,
    hasProvenGroup: false,
    wasUp: false,
    pause: pauses.first,
    notBefore: former.length > 0 || isStranded ? now + timeForOtherEnd : 0,
    isStranded,
    isFresh: true,
    timer: undefined,
    handshake: undefined,
    told: '',
    former: new Set(former),
    formerUntil: now + timeForFormer,
    doubleSince: undefined,
  };
}

/** Of the SAs of a tunnel those that were set up by what is asked for now, and those of before that still carry packets. */
export function byAge(
  { former }: WatchedTunnel,
  associations: readonly IkeAssociation[],
): { readonly present: readonly IkeAssociation[]; readonly former: readonly IkeAssociation[] } {
  return {
    present: associations.filter(({ uniqueId }) => !former.has(uniqueId)),
    former: associations.filter(
      ({ uniqueId, children }) => former.has(uniqueId) && children.some(isInstalled),
    ),
  };
}

/** Children that are asked for and neither stand nor are under way. */
export function missingChildren(
  tunnel: IpsecResource,
  present: readonly IkeAssociation[],
): readonly IpsecChild[] {
  const standing = present.flatMap(({ children }) => children);
  return childrenOf(tunnel).filter(
    ({ name }) => !standing.some((child) => child.name === name && child.state !== 'DELETED'),
  );
}

/** The SAs that carry packets now: others stand for new keys. */
export function keysOf(present: readonly IkeAssociation[]): string {
  const standing = present.flatMap(({ children }) => children).filter(isInstalled);
  return standing
    .map(({ spiIn }) => spiIn)
    .toSorted()
    .join();
}

/** Whether every child that is asked for is installed, with whatever networks. */
export function isWhole(tunnel: IpsecResource, present: readonly IkeAssociation[]): boolean {
  const standing = present.flatMap(({ children }) => children).filter(isInstalled);
  return childrenOf(tunnel).every(({ name }) => standing.some((child) => child.name === name));
}

/** The same, with the very networks that are asked for. */
export function isExact(tunnel: IpsecResource, present: readonly IkeAssociation[]): boolean {
  const standing = present.flatMap(({ children }) => children).filter(isInstalled);
  return childrenOf(tunnel).every(({ name, local, remote }) =>
    standing.some((child) => child.name === name && hasSelectors(child, local, remote)),
  );
}
