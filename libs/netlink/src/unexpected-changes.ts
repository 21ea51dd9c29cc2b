import {
  changedResources,
  identityOf,
  type HostState,
  type InterfaceName,
  type Operation,
  type Resource,
} from '#drivers';
import { linksOf } from './unread-changes.js';

/**
 * Whether between two states anything changed but what the operations named, what stands on the links that they wrote,
 * and the links that these refer to: a bridge takes its MTU from a new port.
 */
export function hasUnexpectedChange(
  before: HostState,
  after: HostState,
  operations: readonly Operation[],
): boolean {
  const named = operations
    .flatMap((operation) => [operation.before, operation.after])
    .filter((resource) => resource !== null);
  const identities = new Set(operations.map(({ identity }) => identity));
  const touched = new Set(named.flatMap(linksOf));
  const written = new Set(named.map(writtenLink));
  return changedResources(before, after).some((resource) => {
    if (identities.has(identityOf(resource))) return false;
    return resource.type === 'link'
      ? !touched.has(resource.name)
      : !written.has(writtenLink(resource));
  });
}

function writtenLink(resource: Resource): InterfaceName | undefined {
  if (resource.type === 'link') return resource.name;
  return 'link' in resource ? resource.link : undefined;
}
