import type { Contract } from '#contract';
import { parseIpAddress, scopeOf, type Uplink } from '#drivers';

/**
 * Whom the host must go on to reach so that its agent reaches the controller at a base address. Undefined: the
 * controller is on this very host. A name is not looked up, since its answer may be another one tomorrow.
 */
export function uplinkTo(controller: string): Uplink | undefined {
  const { hostname, protocol } = new URL(controller);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  if (!isWeb || hostname === 'localhost' || hostname.endsWith('.localhost')) return undefined;
  const address = parseIpAddress(hostname.replace(/^\[|\]$/g, ''));
  if (address === undefined) return 'default';
  return scopeOf(address) === 'loopback' ? undefined : address;
}

/** What a change on behalf of a contract has to spare. */
export function uplinkFor(
  { change }: Contract,
  uplink: Uplink | undefined,
): { readonly uplink?: Uplink } {
  return uplink === undefined || change?.mayCutUplink ? {} : { uplink };
}
