import type { EventAnswer } from './answers.js';
import type { ApiClient } from './api-client.js';
import { eventIn } from './event-in.js';
import { parseEventStream } from './server-sent-events.js';

/** Milliseconds without an event after which all that were stored have come. */
const quietAfter = 1000;

/** The events behind a sequence number that have happened already, oldest first. */
export async function storedEvents(api: ApiClient, after: string): Promise<readonly EventAnswer[]> {
  const quiet = new AbortController();
  const headers = { Accept: 'text/event-stream', 'Last-Event-ID': after };
  const response = await api.stream('/events', { headers }, quiet.signal);
  const timer = setTimeout(() => {
    quiet.abort();
  }, quietAfter);
  const events: EventAnswer[] = [];
  try {
    for await (const received of parseEventStream(
      response.body ?? ReadableStream.from<Uint8Array>([]),
    )) {
      timer.refresh();
      const read = eventIn(received);
      if (read !== undefined) events.push(read);
    }
  } catch (cause) {
    if (!quiet.signal.aborted) throw cause;
  } finally {
    clearTimeout(timer);
    quiet.abort();
  }
  return events;
}
