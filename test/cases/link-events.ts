import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds in which the observer has begun, or has printed what it was told. */
const patience = 300;

/** What the kernel tells of links while work is done, as an independent program sees it: a line for each event. */
export async function linkEventsDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const observer = spawn('ip', ['-o', 'monitor', 'link'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  observer.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  try {
    await sleep(patience);
    await work();
    await sleep(patience);
  } finally {
    observer.kill();
  }
  return output.split('\n').filter((line) => line !== '');
}

/** Of these links, the events that say that one is not up, or gone. */
export function lossesIn(
  events: readonly string[],
  ...links: readonly string[]
): readonly string[] {
  return events.filter((event) => {
    const isOurs = links.some((link) => event.includes(` ${link}:`) || event.includes(` ${link}@`));
    return isOurs && (event.startsWith('Deleted') || !/<[^>]*\bLOWER_UP\b[^>]*>/.test(event));
  });
}
