import {
  identityOf,
  linkIdentity,
  type LinkResource,
  type PortResource,
  type WantedResource,
} from './resource.js';

/**
 * A contract's wanted resources with each membership of a link that the contract itself makes as a field of that link,
 * which is where it belongs. A link that is a port of another bridge already is left for the claims to tell.
 */
export function withJoinedPorts(wanted: readonly WantedResource[]): readonly WantedResource[] {
  const ports = new Map(
    wanted.flatMap(({ resource }) =>
      resource.type === 'port' ? [[linkIdentity(resource.link), resource] as const] : [],
    ),
  );
  if (ports.size === 0) return wanted;
  const joined = new Set<PortResource>();
  const links = wanted.map((entry) => {
    const { resource } = entry;
    const port = resource.type === 'link' ? ports.get(identityOf(resource)) : undefined;
    if (port === undefined || resource.type !== 'link' || resource.master != null) return entry;
    joined.add(port);
    return { ...entry, resource: joinedLink(resource, port) };
  });
  return links.filter(({ resource }) => resource.type !== 'port' || !joined.has(resource));
}

function joinedLink(link: LinkResource, { master, port }: PortResource): LinkResource {
  return { ...link, master, ...(port !== undefined && { port }) };
}
