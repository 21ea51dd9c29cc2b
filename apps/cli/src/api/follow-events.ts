import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.js';
import type { EventAnswer } from './answers.js';
import type { ApiClient } from './api-client.js';
import { eventIn } from './event-in.js';
import { parseEventStream, type ServerSentEvent } from './server-sent-events.js';

/** The controller sends a comment every 15 s; after this many milliseconds without a byte the line is dead. */
const longestSilence = 45_000;
const defaultPause = 1000;

export interface FollowOptions {
  /** Begin behind this sequence number; absent: with what happens from now on. */
  readonly after?: string;
  /** Milliseconds before a broken line is opened again; absent: 1000. */
  readonly pause?: number;
  /** Ends the stream without an error. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * The controller's events without an end. A line that breaks is opened again behind the last event seen; only a
 * controller that cannot be reached for the very first time is an error.
 */
export async function* followEvents(
  api: ApiClient,
  { after, pause = defaultPause, stop = new AbortController().signal }: FollowOptions,
): AsyncGenerator<EventAnswer> {
  let last = after;
  let reached = false;
  while (!isOver(stop)) {
    try {
      const events = await connect(api, last, stop);
      reached = true;
      for await (const received of events) {
        if (received.id !== '') last = received.id;
        const read = eventIn(received);
        if (read !== undefined) yield read;
      }
    } catch (cause) {
      if (isOver(stop)) return;
      if (!reached || !isBroken(cause)) throw cause;
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function connect(
  api: ApiClient,
  after: string | undefined,
  stop: AbortSignal,
): Promise<AsyncIterable<ServerSentEvent>> {
  const dead = new AbortController();
  const headers = {
    Accept: 'text/event-stream',
    ...(after === undefined ? {} : { 'Last-Event-ID': after }),
  };
  const response = await api.stream('/events', { headers }, AbortSignal.any([stop, dead.signal]));
  const chunks = response.body ?? ReadableStream.from<Uint8Array>([]);
  return parseEventStream(watched(chunks, dead));
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  dead: AbortController,
): AsyncGenerator<Uint8Array> {
  const timer = setTimeout(() => {
    dead.abort();
  }, longestSilence);
  try {
    for await (const chunk of chunks) {
      timer.refresh();
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Asked through a function, as the compiler takes a signal for one that does not change. */
function isOver(stop: AbortSignal): boolean {
  return stop.aborted;
}

/** The connection failed, as opposed to an answer that says no. */
function isBroken(cause: unknown): boolean {
  return !(cause instanceof CliError) || cause.code === 'unreachable';
}
