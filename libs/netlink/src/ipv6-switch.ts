import { readFileSync, writeFileSync } from 'node:fs';

/*
 * The kernel offers no netlink attribute for this switch. Files below /proc/sys/net show the network namespace of the
 * thread that opens them, so every call here is a synchronous one: those run on this thread, while the asynchronous
 * ones run in a pool whose threads may stay in another namespace.
 */

/** Writes the host's own IPv6 of one link on or off; the errno name where the kernel refuses, else undefined. */
export function switchIpv6(link: string, on: boolean): string | undefined {
  try {
    writeFileSync(switchOf(link), on ? '0' : '1');
    return undefined;
  } catch (error) {
    const errno = errnoNameOf(error);
    // No IPv6 on the host, or on a link whose MTU is below 1280: off already.
    return errno === 'ENOENT' && !on ? undefined : errno;
  }
}

/** Whether a new link starts with IPv6 on. */
export function ipv6StartsOn(): boolean {
  try {
    return readFileSync(switchOf('default'), 'latin1').trim() === '0';
  } catch {
    // A host without IPv6 has no such file.
    return false;
  }
}

/** A link name never holds '/' and is neither '.' nor '..', so it is a path component as it stands. */
function switchOf(link: string): string {
  return `/proc/sys/net/ipv6/conf/${link}/disable_ipv6`;
}

function errnoNameOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && Reflect.get(error, 'code');
  return typeof code === 'string' ? code : 'EIO';
}
