import { event, type EventAnswer } from './answers.js';
import type { ServerSentEvent } from './server-sent-events.js';

/** The controller's event that a server-sent one carries; undefined: none that we know. */
export function eventIn({ data }: ServerSentEvent): EventAnswer | undefined {
  const parsed = event.safeParse(jsonOf(data));
  return parsed.success ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not for us: the schema refuses it.
  }
}
