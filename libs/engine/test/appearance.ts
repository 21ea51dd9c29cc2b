import type { HostState } from '#drivers';

/** A host without the numbers that the kernel gives to links. */
export function appearance({ links, ...rest }: HostState): object {
  return { links: links.map(({ resource }) => resource), ...rest };
}
