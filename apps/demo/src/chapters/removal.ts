import type { Cast } from '../cast.js';
import { isSame, snapshots } from '../host-snapshots.js';

/** Whether nothing is left when the network is removed. */
export async function removal(cast: Cast, before: readonly string[]): Promise<boolean> {
  const { say, site } = cast;
  say.chapter('A version without workloads, signed by both, removes the network');
  await site.submit(site.next('Nothing any more', []));
  await site.everyHost('removed');
  const isClean = isSame(cast, before, await snapshots(cast), 'leftover.json');
  say.check(isClean, 'links, addresses, routes and forwarding entries are as before the contract');
  return isClean;
}
