import { CompositeHost, type WatchedHost } from '#engine';
import {
  TrackedHost,
  watchTables,
  type BeforeUp,
  type NumberedLink,
  type TrackedHostOptions,
} from '#netlink';
import { NftHost } from '#nft';

/** A host that tells of links which it has made, before they come up. */
export interface MadeHost extends WatchedHost {
  onMade(listener: BeforeUp): void;
}

/** The host that this process runs on, with everything on it that looks after a family of resources. */
export async function openHost(options: TrackedHostOptions = {}): Promise<MadeHost> {
  const told = { beforeUp: (_links: readonly NumberedLink[]): Promise<void> => Promise.resolve() };
  const bell = await watchTables('hercules/');
  const nft = await NftHost.open(bell === undefined ? {} : { bell });
  if (nft === undefined) bell?.close();
  const beforeUp: BeforeUp = (links) => told.beforeUp(links);
  const tracked = await TrackedHost.open({ ...options, beforeUp });
  const host = new CompositeHost(tracked, nft === undefined ? [] : [nft]);
  return Object.assign(host, {
    onMade: (listener: BeforeUp): void => {
      told.beforeUp = listener;
    },
  });
}
