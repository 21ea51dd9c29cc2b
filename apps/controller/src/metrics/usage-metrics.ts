import type { UsageTotals } from '#store';
import { secondsOf } from './agent-metrics.js';
import type { Metric, Series } from './exposition.js';
import { bare, lazily, metric } from './metric.js';

type Counted =
  'receiveOctets' | 'receivePackets' | 'transmitOctets' | 'transmitPackets' | 'overflowPackets';

/** What bills are made from. */
export function usageMetrics(
  usage: readonly UsageTotals[],
  until: string | undefined,
): readonly Metric[] {
  const each = (field: Counted): Iterable<Series<'device' | 'contract' | 'workload'>> =>
    lazily(usage, (one) => ({
      labels: { device: one.interface, contract: one.contractId, workload: one.workload },
      value: one[field],
    }));
  return [
    metric('hercules_usage_receive_bytes_total', each('receiveOctets')),
    metric('hercules_usage_receive_packets_total', each('receivePackets')),
    metric('hercules_usage_transmit_bytes_total', each('transmitOctets')),
    metric('hercules_usage_transmit_packets_total', each('transmitPackets')),
    metric('hercules_flow_overflow_packets_total', each('overflowPackets')),
    bare('hercules_usage_window_end_timestamp_seconds', secondsOf(until)),
  ];
}
