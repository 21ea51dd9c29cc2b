import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** Seconds; absent: 300, since a machine may have other work to do. */
  readonly seconds?: number;
  /** Milliseconds between two questions; absent: 50. */
  readonly pause?: number;
  /** Told every ten seconds what is still being waited for, and how long. */
  readonly tell?: (text: string) => void;
}

const tellEvery = 10;

/** Asks until there is an answer; gives up with a sentence that says what was waited for. */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { seconds = 300, pause = 50, tell = (): void => undefined }: Patience = {},
): Promise<T> {
  const begin = performance.now();
  let last: unknown;
  let told = 0;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = undefined;
    } catch (cause) {
      last = cause; // not yet: the last refusal is told when time is up
    }
    const waited = Math.floor((performance.now() - begin) / 1000);
    if (waited >= seconds) break;
    if (waited >= told + tellEvery) {
      told = waited;
      tell(`waiting until ${what} (${waited} s)`);
    }
    await sleep(pause);
  }
  throw new Error(`waited ${seconds} s in vain until ${what}`, { cause: last });
}
