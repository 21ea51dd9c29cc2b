import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until there is an answer; gives up with a sentence that says what was waited for. */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds = 120,
  pause = 50,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = undefined;
    } catch (cause) {
      last = cause; // not yet: the last refusal is told when time is up
    }
    await sleep(pause);
  }
  throw new Error(`waited ${seconds} s in vain until ${what}`, { cause: last });
}
