import {
  isBridgeEntry,
  isProvided,
  vniRanges,
  vnisIn,
  vniTable,
  vniTableChange,
  type AddressResource,
  type FdbResource,
  type Identity,
  type InterfaceName,
  type KernelResource,
  type Operation,
  type PortResource,
  type Resource,
  type RouteResource,
} from '#drivers';
import { adoptAddress, createAddress, deleteAddress } from './address-message.js';
import { createBridgeEntrySteps, deleteBridgeEntrySteps } from './bridge-entry-steps.js';
import { createFdbEntry, deleteFdbEntry, type FdbSettings } from './fdb-message.js';
import { changedPortRequests, linkChangeSteps } from './link-change.js';
import type { LinkDirectory } from './link-directory.js';
import { changeLink, deleteLink } from './link-message.js';
import type { Request } from './messages.js';
import { newPortRequests } from './port-change.js';
import type { Step, Steps } from './step.js';
import { createRule, deleteRule } from './rule-message.js';
import { createRoute, deleteRoute, replaceRoute, type RouteSettings } from './route-message.js';

/** The messages of any operation but the making of a link. Names become indexes here. */
export function stepsOf(
  { action, identity, before: was, after: shall, fields }: Operation,
  links: LinkDirectory,
): Steps {
  const [before, after] = [ofKernel(was, identity), ofKernel(shall, identity)];
  switch (action) {
    case 'create':
      return after === null ? [] : creationSteps(after, links);
    case 'adopt':
    case 'change':
      return after === null ? [] : changeSteps(before, after, fields, links);
    case 'recreate':
      return join(
        before === null ? [] : deletionSteps(before, links),
        after === null ? [] : creationSteps(after, links),
      );
    case 'delete':
      return before === null ? [] : deletionSteps(before, links);
  }
}

/** What somebody else looks after is never passed on to here. */
function ofKernel(resource: Resource | null, identity: Identity): KernelResource | null {
  if (resource === null || !isProvided(resource)) return resource;
  throw new Error(`${identity} is no matter of the kernel's routing sockets`);
}

function creationSteps(resource: KernelResource, links: LinkDirectory): Steps {
  switch (resource.type) {
    case 'link':
      return [];
    case 'port':
      return enslave(resource, links);
    case 'address':
      return onLink(resource, links, (link) =>
        step(createAddress(link, resource.address, resource.owner !== undefined)),
      );
    case 'route':
      return withRoute(resource, links, (route) => step(createRoute(route, resource.protocol)));
    case 'fdb':
      return createEntrySteps(resource, links);
    case 'bridge-fdb':
    case 'mdb':
      return createBridgeEntrySteps(resource, links);
    case 'rule':
      return step(createRule(resource));
  }
}

function changeSteps(
  before: KernelResource | null,
  resource: KernelResource,
  fields: readonly string[],
  links: LinkDirectory,
): Steps {
  if (isBridgeEntry(resource)) return createBridgeEntrySteps(resource, links);
  switch (resource.type) {
    case 'link':
      return linkChangeSteps(resource, fields, links, before?.type === 'link' ? before : null);
    case 'port':
      return changePortSteps(before, resource, fields, links);
    case 'address':
      return onLink(resource, links, (link) => step(adoptAddress(link, resource.address)));
    case 'route':
      return withRoute(resource, links, (route) => step(replaceRoute(route, resource.protocol)));
    case 'fdb':
      return before?.type === 'fdb'
        ? changeEntrySteps(before, resource, links)
        : createEntrySteps(resource, links);
    case 'rule':
      return [];
  }
}

function deletionSteps(resource: KernelResource, links: LinkDirectory): Steps {
  switch (resource.type) {
    case 'link':
      return gone(resource.name, links, (link) => step(deleteLink(link), ['ENODEV']));
    case 'port':
      return gone(resource.link, links, (link) =>
        releaseRequests(link, resource, links).flatMap((request) => step(request, ['ENODEV'])),
      );
    case 'address':
      return gone(resource.link, links, (link) =>
        step(deleteAddress(link, resource.address), ['EADDRNOTAVAIL', 'ENODEV']),
      );
    case 'route':
      return deleteRouteSteps(resource, links);
    case 'fdb':
      return deleteEntrySteps(resource, links);
    case 'bridge-fdb':
    case 'mdb':
      return deleteBridgeEntrySteps(resource, links);
    case 'rule':
      return step(deleteRule(resource), ['ENOENT']);
  }
}

/** @param before what the link was a port of until now */
function enslave(
  port: PortResource,
  links: LinkDirectory,
  before: PortResource | null = null,
): Steps {
  const master = links.indexOf(port.master);
  if (master === undefined) return { missing: port.master };
  const joinsBond = links.isBond(port.master);
  const leavesBond = before !== null && links.isBond(before.master);
  return onLink(port, links, (link) =>
    [
      ...(joinsBond ? [changeLink(link, { up: false })] : []),
      changeLink(link, { master }),
      ...(joinsBond || leavesBond ? [changeLink(link, { up: true })] : []),
      ...newPortRequests(link, port.port),
    ].flatMap((request) => step(request)),
  );
}

/** What leaves a bond is down (`__bond_release_one` in drivers/net/bonding/bond_main.c), and was of use before. */
function releaseRequests(
  link: number,
  { master }: PortResource,
  links: LinkDirectory,
): readonly Request[] {
  const release = changeLink(link, { master: 0 });
  return links.isBond(master) ? [release, changeLink(link, { up: true })] : [release];
}

function changePortSteps(
  before: KernelResource | null,
  port: PortResource,
  fields: readonly string[],
  links: LinkDirectory,
): Steps {
  const formerly = before?.type === 'port' ? before : null;
  if (fields.includes('master')) return enslave(port, links, formerly);
  return onLink(port, links, (link) =>
    changedPortRequests(link, port, fields, formerly).flatMap((request) => step(request)),
  );
}

/** A link that is gone took its routes with it. */
function deleteRouteSteps(route: RouteResource, links: LinkDirectory): Steps {
  const steps = withRoute(route, links, (settings) =>
    step(deleteRoute(settings, route.protocol), ['ESRCH', 'ENODEV']),
  );
  return 'missing' in steps ? [] : steps;
}

function createEntrySteps(resource: FdbResource, links: LinkDirectory): Steps {
  return withEntry(resource, links, (entry) => step(createFdbEntry(entry)));
}

/** Only the VNIs can differ. */
function changeEntrySteps(before: FdbResource, after: FdbResource, links: LinkDirectory): Steps {
  const { sourceVnis: from, ...old } = before;
  const { sourceVnis: to, ...entry } = after;
  if (from === undefined || to === undefined) {
    return join(deleteEntrySteps(before, links), createEntrySteps(after, links));
  }
  const { added, removed } = vniTableChange(from, to);
  return join(
    removed.length === 0 ? [] : deleteEntrySteps({ ...old, sourceVnis: vniTable(removed) }, links),
    added.length === 0 ? [] : createEntrySteps({ ...entry, sourceVnis: vniTable(added) }, links),
  );
}

/** The entry went with its link, or with the one by which its destination was reached. */
function deleteEntrySteps(resource: FdbResource, links: LinkDirectory): Steps {
  const steps = withEntry(resource, links, (entry) =>
    step(deleteFdbEntry(entry), ['ENOENT', 'ENODEV', 'EADDRNOTAVAIL']),
  );
  return 'missing' in steps ? [] : steps;
}

/** The kernel takes an entry for every VNI. */
function withEntry(
  { via: name, sourceVnis, owner, type, ...entry }: FdbResource,
  links: LinkDirectory,
  stepsWith: (entry: FdbSettings) => readonly Step[],
): Steps {
  const via = name === undefined ? undefined : links.indexOf(name);
  if (name !== undefined && via === undefined) return { missing: name };
  return onLink(entry, links, (link) => {
    const settings = { ...entry, link, ...(via !== undefined && { via }) };
    if (sourceVnis === undefined) return stepsWith(settings);
    const vnis = [...vnisIn(vniRanges(sourceVnis))];
    return vnis.flatMap((sourceVni) => stepsWith({ ...settings, sourceVni }));
  });
}

function withRoute(
  { type, link, protocol, owner, ...route }: RouteResource,
  links: LinkDirectory,
  stepsWith: (route: RouteSettings) => readonly Step[],
): Steps {
  return link === undefined
    ? stepsWith(route)
    : onLink({ link }, links, (index) => stepsWith({ ...route, link: index }));
}

function onLink(
  { link }: Pick<AddressResource | FdbResource | PortResource, 'link'>,
  links: LinkDirectory,
  stepsWith: (link: number) => readonly Step[],
): Steps {
  const index = links.indexOf(link);
  return index === undefined ? { missing: link } : stepsWith(index);
}

/** What a link that is gone had is gone too: nothing is left to do. */
function gone(
  link: InterfaceName,
  links: LinkDirectory,
  stepsWith: (link: number) => readonly Step[],
): Steps {
  const index = links.indexOf(link);
  return index === undefined ? [] : stepsWith(index);
}

function step(request: Request, tolerated: readonly string[] = []): readonly Step[] {
  return [{ request, tolerated }];
}

function join(first: Steps, second: Steps): Steps {
  if ('missing' in first) return first;
  return 'missing' in second ? second : [...first, ...second];
}
