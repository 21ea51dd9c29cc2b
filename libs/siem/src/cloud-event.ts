import type { SiteEvent, Speaker } from './site-event.js';

/** An event as CloudEvents 1.0 in its JSON format. `source` and `id` together name it for good. */
export function cloudEvent(event: SiteEvent, { host }: Speaker): Readonly<Record<string, unknown>> {
  return {
    specversion: '1.0',
    id: String(event.seq),
    source: `urn:hercules-connect:controller:${host}`,
    type: `hercules.${event.type}`,
    subject: event.subject,
    time: event.time,
    datacontenttype: 'application/json',
    ...(event.actor !== '' && { actor: event.actor }),
    data: event.data,
  };
}
