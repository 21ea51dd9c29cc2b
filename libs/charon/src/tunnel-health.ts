import { childrenOf, type IpsecResource } from '#drivers';
import type { TunnelState } from '#protocol';
import type { ChildAssociation, IkeAssociation } from './associations.js';
import { tunnelReasons, type TunnelReason } from './failure-reasons.js';

/** How one end of a tunnel is. */
export interface TunnelHealth {
  readonly name: string;
  readonly state: TunnelState;
  /** Absent: nothing is wrong. */
  readonly reason?: TunnelReason;
  /** For an operator: what is wrong, and where to look. */
  readonly hint?: string;
  /** Names of the children that carry traffic. */
  readonly installed: readonly string[];
}

/** What is known of a tunnel besides its SAs. */
export interface TunnelPast {
  /** The last failure since it was last well. */
  readonly failure: TunnelReason | undefined;
  readonly wasUp: boolean;
  /** Whether SAs of former settings carry packets meanwhile. */
  readonly isFormerUp: boolean;
}

/**
 * A tunnel is up when every child that it asks for is installed with the very networks asked for. That two hosts have
 * authenticated each other lets no packet through.
 */
export function healthOf(
  tunnel: IpsecResource,
  associations: readonly IkeAssociation[],
  { failure, wasUp, isFormerUp }: TunnelPast,
): TunnelHealth {
  const wanted = childrenOf(tunnel);
  const standing = associations.flatMap(({ children }) => children).filter(isInstalled);
  const installed = wanted.filter(({ name }) => standing.some((child) => child.name === name));
  const names = installed.map(({ name }) => name);
  const base = { name: tunnel.name, installed: names };
  if (installed.length < wanted.length) {
    if (isFormerUp) return { ...base, state: 'degraded', ...told(failure ?? 'settings-pending') };
    const isUnderWay = associations.some(({ state }) => state === 'CONNECTING');
    if (names.length > 0)
      return { ...base, state: 'degraded', ...told(failure ?? 'selectors-differ') };
    if (failure !== undefined) return { ...base, state: 'down', ...told(failure) };
    if (isUnderWay) return { ...base, state: 'negotiating' };
    return wasUp
      ? { ...base, state: 'down', ...told('peer-closed') }
      : { ...base, state: tunnel.initiates ? 'negotiating' : 'configured' };
  }
  const isNarrowed = wanted.some(({ name, local, remote }) =>
    standing.some((child) => child.name === name && !hasSelectors(child, local, remote)),
  );
  if (isNarrowed) return { ...base, state: 'degraded', ...told('selectors-narrowed') };
  if (failure === 'rekey-refused') return { ...base, state: 'degraded', ...told(failure) };
  return { ...base, state: 'up' };
}

export function isInstalled({ state }: ChildAssociation): boolean {
  return state === 'INSTALLED' || state === 'REKEYING' || state === 'REKEYED';
}

function told(reason: TunnelReason): Pick<TunnelHealth, 'reason' | 'hint'> {
  return { reason, hint: tunnelReasons[reason] };
}

export function hasSelectors(
  child: ChildAssociation,
  local: readonly string[],
  remote: readonly string[],
): boolean {
  return isSame(child.local, local) && isSame(child.remote, remote);
}

function isSame(told: readonly string[], asked: readonly string[]): boolean {
  return told.toSorted().join() === asked.toSorted().join();
}
