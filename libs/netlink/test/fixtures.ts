import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMessages, type Message } from '../src/messages.js';

/* What iproute2 said to the kernel and the kernel to it; `record-fixtures.ts` records it anew. */

interface RecordedRequest {
  readonly name: string;
  readonly hex: string;
}

interface RecordedDump {
  readonly name: string;
  readonly hex: readonly string[];
  /** What the tool made of it. */
  readonly seen: unknown;
}

const requests = read('requests.json') as readonly RecordedRequest[];
const dumps = read('dumps.json') as readonly RecordedDump[];

/** The message that a command of iproute2 sent. */
export function recordedRequest(name: string): Message {
  const [message] = decodeMessages(Buffer.from(find(requests, name).hex, 'hex'));
  if (message === undefined) throw new Error(`the recording '${name}' holds no message`);
  return message;
}

/** The messages of a dump. */
export function recordedDump(name: string): readonly Message[] {
  return find(dumps, name).hex.flatMap((hex) => decodeMessages(Buffer.from(hex, 'hex')));
}

/** The same dump in iproute2's words. */
export function seenDump(name: string): unknown {
  return find(dumps, name).seen;
}

function find<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  name: string,
): Entry {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`there is no recording '${name}'`);
  return entry;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../testdata', file), 'utf8'));
}
