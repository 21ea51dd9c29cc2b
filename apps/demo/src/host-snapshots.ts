import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cast } from './cast.js';
import { labHosts } from './topology.js';

/** Both hosts as `ip` and `bridge` tell them. */
export function snapshots({ lab }: Cast): Promise<readonly string[]> {
  return Promise.all(labHosts.map(({ name }) => lab.snapshot(name)));
}

/** Whether the hosts are as they were; where not, both are written down. */
export function isSame(
  { directory }: Cast,
  before: readonly string[],
  after: readonly string[],
  file: string,
): boolean {
  if (JSON.stringify(after) === JSON.stringify(before)) return true;
  writeFileSync(join(directory, file), JSON.stringify({ before, after }, null, 1));
  return false;
}
