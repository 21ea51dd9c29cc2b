import { providedResources, type HostState } from '#drivers';

/** A host without the numbers that the kernel gives to links: a line for each object, its members sorted by name. */
export function appearance(state: HostState): string {
  const { links, addresses, routes, fdb } = state;
  const hanging = [...addresses, ...routes, ...fdb, ...providedResources(state)];
  return [...links.map(({ resource }) => resource), ...hanging].map(sortedText).join('\n');
}

function sortedText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${name}: ${sortedText(member)}`).join(', ')}}`;
}
