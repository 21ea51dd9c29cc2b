import type { ReceiverView } from '../receivers/event-receivers.js';
import type { Metric, Series } from './exposition.js';
import { metric } from './metric.js';

/** How those fare who are told what happens. */
export function receiverMetrics(receivers: readonly ReceiverView[]): readonly Metric[] {
  const each = (value: (receiver: ReceiverView) => number): readonly Series<'receiver'>[] =>
    receivers.map((one) => ({ labels: { receiver: one.name }, value: value(one) }));
  return [
    metric(
      'hercules_event_receiver_up',
      each(({ failing }) => Number(failing === null)),
    ),
    metric(
      'hercules_event_receiver_behind_events',
      each(({ behind }) => behind),
    ),
    metric(
      'hercules_event_receiver_refused_total',
      each(({ refused }) => refused),
    ),
    metric(
      'hercules_event_receiver_lost_total',
      each(({ lost }) => lost),
    ),
  ];
}
