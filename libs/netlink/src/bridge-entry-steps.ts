import type { BridgeEntry } from '#drivers';
import { createBridgeFdbEntry, deleteBridgeFdbEntry } from './bridge-fdb-message.js';
import type { LinkDirectory } from './link-directory.js';
import { createMdbEntry, deleteMdbEntry } from './mdb-message.js';
import type { Steps } from './step.js';

/** The message that puts an entry into a table of a bridge. */
export function createBridgeEntrySteps(entry: BridgeEntry, links: LinkDirectory): Steps {
  const [bridge, link] = [links.indexOf(entry.bridge), links.indexOf(entry.link)];
  if (bridge === undefined) return { missing: entry.bridge };
  if (link === undefined) return { missing: entry.link };
  const request =
    entry.type === 'mdb'
      ? createMdbEntry({ ...entry, bridge, link }, entry.owner !== undefined)
      : createBridgeFdbEntry({ ...entry, link });
  return [{ request, tolerated: [] }];
}

/** How the kernel says that there is no such entry, or no such port of a bridge. */
const gone = {
  'bridge-fdb': ['ENOENT', 'ENODEV', 'EOPNOTSUPP'],
  mdb: ['ENOENT', 'ENODEV', 'EINVAL'],
} as const satisfies Record<BridgeEntry['type'], readonly string[]>;

/** The entry went with its bridge or its port, or when the port left. */
export function deleteBridgeEntrySteps(entry: BridgeEntry, links: LinkDirectory): Steps {
  const [bridge, link] = [links.indexOf(entry.bridge), links.indexOf(entry.link)];
  if (bridge === undefined || link === undefined) return [];
  const request =
    entry.type === 'mdb'
      ? deleteMdbEntry({ ...entry, bridge, link })
      : deleteBridgeFdbEntry({ ...entry, link });
  return [{ request, tolerated: gone[entry.type] }];
}
