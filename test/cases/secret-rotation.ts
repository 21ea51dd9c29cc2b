import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '#contract';
import { textsIn, ViciConnection } from '#vici';
import { tunnelName, until, type Gateway } from './tunnel-site.js';

/** Drawn for nothing but these tests. */
export const next = Buffer.from(Array.from({ length: 32 }, (_, place) => (place * 53 + 7) % 256));

/** Milliseconds, where the contract says nothing. */
export const window = 900_000;

/** Lines by which a daemon says that a proof did not fit. */
export const refusals = /AUTH_FAILED|AUTHENTICATION_FAILED|MAC mismatched|no shared key/;

interface Held {
  readonly signing: string;
  readonly signsAt?: number;
  readonly accepted: readonly { readonly secretDigest: string }[];
}

/** What an end keeps beside what the contract says; undefined: nothing. */
export function held({ directory }: Gateway): Held | undefined {
  const file = join(directory, 'held-secrets.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  return (JSON.parse(text) as Readonly<Record<string, Held>>)[tunnelName];
}

/** What the daemon has, by its own word. */
export async function sharedIn({ daemon }: Gateway): Promise<readonly string[]> {
  const vici = await ViciConnection.open(daemon.socket);
  try {
    return [...textsIn(await vici.request('get-shared'), 'keys')].sort();
  } finally {
    vici.close();
  }
}

/** How the daemon of a host calls secrets. */
export function idsOf(...secrets: readonly Buffer[]): readonly string[] {
  return secrets.map((secret) => `${tunnelName}#${digestOf(secret).slice(-16)}`).sort();
}

/** Both ends prove themselves anew at the wish of the one that begins; what stood goes when what follows stands. */
export async function proveAnew(end: Gateway): Promise<void> {
  const before = numbersOf(end);
  end.swanctl('--rekey', '--ike', tunnelName, '--reauth');
  await until(
    () => numbersOf(end),
    (numbers) =>
      numbers.length === 1 &&
      !before.includes(numbers[0] ?? '') &&
      end.swanctl('--list-sas', '--raw').includes('INSTALLED'),
    40,
  );
}

/** Of the IKE_SAs that stand or come. */
function numbersOf(end: Gateway): readonly string[] {
  const told = end.swanctl('--list-sas', '--raw');
  return Array.from(told.matchAll(/\{uniqueid=(\d+) version=2/g), ([, number = '']) => number);
}
