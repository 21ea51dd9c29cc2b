import type { FlowStreamMeasures, MeteringMeasures } from '#protocol';
import type { Metric, Series } from './exposition.js';
import { metric } from './metric.js';

/** Who meters the host, and how its flows get on to the collectors. */
export function flowMetrics(metering: MeteringMeasures | undefined): readonly Metric[] {
  const each = (
    value: (stream: FlowStreamMeasures) => number,
  ): readonly Series<'collector' | 'protocol'>[] =>
    (metering?.streams ?? []).map((stream) => ({
      labels: { collector: stream.collector, protocol: stream.protocol },
      value: value(stream),
    }));
  return [
    metric(
      'hercules_flow_meter_info',
      metering === undefined ? [] : [{ labels: { meter: metering.meter }, value: 1 }],
    ),
    metric(
      'hercules_flow_export_messages_total',
      each(({ messages }) => messages),
    ),
    metric(
      'hercules_flow_export_bytes_total',
      each(({ octets }) => octets),
    ),
    metric(
      'hercules_flow_export_flows_total',
      each(({ flows }) => flows),
    ),
    metric(
      'hercules_flow_export_unsent_flows_total',
      each(({ notSentFlows }) => notSentFlows),
    ),
    metric(
      'hercules_flow_export_failures_total',
      each(({ failures }) => failures),
    ),
    metric(
      'hercules_flow_export_waiting_messages',
      each(({ waiting }) => waiting),
    ),
  ];
}
