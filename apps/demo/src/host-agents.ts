import type { Cast } from './cast.js';

/** Starts the agent of a host; the token is needed the first time. */
export function startAgent(
  { esp, lab, site }: Cast,
  host: string,
  joinToken?: string,
): Promise<void> {
  return lab.startAgent({
    host,
    trustAnchor: site.people.alice.kid,
    ...(joinToken !== undefined && { joinToken }),
    flags: esp === 'userspace' ? ['--userspace-esp'] : [],
  });
}
