import { CompositeHost, type WatchedHost } from '#engine';
import { TrackedHost, watchTables, type TrackedHostOptions } from '#netlink';
import { NftHost } from '#nft';

/** The host that this process runs on, with everything on it that looks after a family of resources. */
export async function openHost(options: TrackedHostOptions = {}): Promise<WatchedHost> {
  const bell = await watchTables('hercules/');
  const nft = await NftHost.open(bell === undefined ? {} : { bell });
  if (nft === undefined) bell?.close();
  return new CompositeHost(await TrackedHost.open(options), nft === undefined ? [] : [nft]);
}
