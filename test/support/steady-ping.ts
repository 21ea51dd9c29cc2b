import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '#apps/demo';
import type { DemoSite } from './demo-site.js';

/** Seconds between two packets. */
const interval = 0.02;
/** Packets that must come back before the work begins, and after it has ended. */
const calm = 25;

export interface PingFigures {
  readonly sent: number;
  readonly lost: number;
  /** Seconds between two packets that came back one after the other. */
  readonly longestPause: number;
}

/** Fifty packets a second from one address to another, while work is done. */
export async function pingedDuring(
  { lab, directory }: DemoSite,
  {
    namespace,
    from,
    to,
  }: { readonly namespace: string; readonly from: string; readonly to: string },
  work: () => Promise<void>,
): Promise<PingFigures> {
  const name = `ping-${performance.now()}`;
  const come = (): readonly Echo[] =>
    echoesIn(readFileSync(join(directory, `${name}.log`), 'utf8'));
  const command = ['ping', '-n', '-D', '-i', String(interval), '-I', from, to];
  await lab.startProgram({ name, namespace, command });
  try {
    const more = async (): Promise<void> => {
      const wanted = come().length + calm;
      await waitUntil('packets come back', async () => come().length >= wanted || undefined);
    };
    await more();
    await work();
    await more();
  } finally {
    await lab.stopProgram(name);
  }
  return figuresOf(come());
}

interface Echo {
  readonly number: number;
  /** Seconds of Unix time. */
  readonly at: number;
}

function echoesIn(said: string): readonly Echo[] {
  const lines = said.matchAll(/^\[([\d.]+)\] .*icmp_seq=(\d+) .*time=/gm);
  return [...lines].map(([, at, number]) => ({ at: Number(at), number: Number(number) }));
}

/** Of those from the first to the last that came back. */
function figuresOf(echoes: readonly Echo[]): PingFigures {
  const numbers = new Set(echoes.map(({ number }) => number));
  const sent = Math.max(...numbers) - Math.min(...numbers) + 1;
  const pauses = echoes.slice(1).map(({ at }, place) => at - (echoes[place]?.at ?? at));
  return { sent, lost: sent - numbers.size, longestPause: Math.max(...pauses) };
}
