import { z } from 'zod';
import { counter, listOf } from '../http/views.js';

export const receiverView = z
  .object({
    name: z.string(),
    kind: z.enum(['syslog', 'webhook']),
    toldSeq: counter,
    behind: counter,
    refused: counter,
    lost: counter,
    lastRefusal: z.string().nullable(),
    failures: counter,
    failing: z.string().nullable(),
  })
  .meta({
    id: 'EventReceiver',
    description:
      'who is told what happens: up to which event, how many are yet to be told, refused by the receiver for good, or gone ' +
      'before it could be told; how many tries failed in a row, and why',
  });
export const receiverViews = z
  .object({ items: listOf(receiverView) })
  .meta({ id: 'EventReceiverList' });
