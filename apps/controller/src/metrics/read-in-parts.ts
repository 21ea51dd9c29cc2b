import { setImmediate } from 'node:timers/promises';
import type { Page } from '#store';

/** Rows that the store reads at once: it answers in one go, and others wait. */
const readAtOnce = 500;

/** Everything of a list, others having their turn between its parts. */
export async function readInParts<Entry>(
  read: (page: Page) => Promise<readonly Entry[]>,
  keyOf: (entry: Entry) => string,
): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const last = all.at(-1);
    const part = await read({
      limit: readAtOnce,
      ...(last !== undefined && { after: keyOf(last) }),
    });
    all.push(...part);
    if (part.length < readAtOnce) return all;
    await setImmediate();
  }
}
