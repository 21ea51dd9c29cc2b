import { z } from 'zod';
import { eventTypes } from '../core/journal.js';
import { counter, time } from '../http/views.js';

export const eventView = z
  .object({
    seq: counter,
    time,
    type: z.enum(eventTypes),
    subject: z.string(),
    actor: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event', description: 'the data of a server-sent event' });
