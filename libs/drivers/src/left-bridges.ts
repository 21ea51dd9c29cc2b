import { isBridgeEntry } from './bridge-entry.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import type { Operation } from './operation.js';
import { linkIdentity, portIdentity, type Resource } from './resource.js';
import type { Target } from './target.js';

/** Whether an entry of a bridge ends because its port leaves the bridge: nobody has to take it away. */
export function leavesBridge(entry: Resource, target: Target): boolean {
  if (!isBridgeEntry(entry)) return false;
  const master = futureMaster(entry.link, target);
  return master !== undefined && master !== entry.bridge;
}

/** Undefined: the target leaves it as it is. */
function futureMaster(name: InterfaceName, target: Target): InterfaceName | null | undefined {
  const port = target.get(portIdentity(name));
  if (port === null) return null;
  if (port?.type === 'port') return port.master;
  const link = target.get(linkIdentity(name));
  return link?.type === 'link' ? link.master : undefined;
}

/** The entries of a bridge that end with an operation, since the port leaves by it. */
export function entriesLeftBy(
  { action, before, fields }: Operation,
  host: HostIndex,
): readonly Resource[] {
  const isMember = before?.type === 'port' || before?.type === 'link';
  if (!isMember || !(action === 'delete' || fields.includes('master'))) return [];
  const name = before.type === 'port' ? before.link : before.name;
  return host.dependents(name).filter((entry) => isBridgeEntry(entry) && entry.link === name);
}
