import { tunnelStates, type HostMeasures, type TunnelMeasures } from '#protocol';
import type { Metric, Series } from './exposition.js';
import { lazily, metric } from './metric.js';

type Own = 'contract' | 'workload';

/** The tunnels of a host, and what its kernel could not do with IPsec packets. */
export function tunnelMetrics({ tunnels = [], xfrmErrors = {} }: HostMeasures): readonly Metric[] {
  const each = (value: (tunnel: TunnelMeasures) => number | undefined): Iterable<Series<Own>> =>
    lazily(tunnels, (tunnel) => {
      const found = value(tunnel);
      return found === undefined ? undefined : { labels: labelsOf(tunnel), value: found };
    });
  return [
    metric(
      'hercules_tunnel_up',
      each(({ state }) => (state === 'up' || state === 'degraded' ? 1 : 0)),
    ),
    metric('hercules_tunnel_state', tunnels.flatMap(stateSeries)),
    metric(
      'hercules_tunnel_established_timestamp_seconds',
      each(({ establishedAt }) => secondsOf(establishedAt)),
    ),
    ...countMetrics(tunnels, each),
    metric(
      'hercules_tunnel_certificate_not_after_timestamp_seconds',
      tunnels.flatMap(expirySeries),
    ),
    metric(
      'hercules_xfrm_errors_total',
      Object.entries(xfrmErrors).map(([name, value]) => ({
        labels: { error: errorOf(name) },
        value,
      })),
    ),
  ];
}

function countMetrics(
  tunnels: readonly TunnelMeasures[],
  each: (value: (tunnel: TunnelMeasures) => number) => Iterable<Series<Own>>,
): readonly Metric[] {
  return [
    metric(
      'hercules_tunnel_establishments_total',
      each(({ counts }) => counts.establishments),
    ),
    metric('hercules_tunnel_rekeys_total', tunnels.flatMap(rekeySeries)),
    metric(
      'hercules_tunnel_receive_bytes_total',
      each(({ counts }) => counts.receiveOctets),
    ),
    metric(
      'hercules_tunnel_receive_packets_total',
      each(({ counts }) => counts.receivePackets),
    ),
    metric(
      'hercules_tunnel_transmit_bytes_total',
      each(({ counts }) => counts.transmitOctets),
    ),
    metric(
      'hercules_tunnel_transmit_packets_total',
      each(({ counts }) => counts.transmitPackets),
    ),
    metric(
      'hercules_tunnel_retransmits_total',
      each(({ counts }) => counts.retransmits),
    ),
    metric('hercules_tunnel_failures_total', tunnels.flatMap(failureSeries)),
  ];
}

function labelsOf({ contract, workload }: TunnelMeasures): Readonly<Record<Own, string>> {
  return { contract, workload };
}

function stateSeries(tunnel: TunnelMeasures): readonly Series<Own | 'state'>[] {
  return tunnelStates.map((state) => ({
    labels: { ...labelsOf(tunnel), state },
    value: tunnel.state === state ? 1 : 0,
  }));
}

function rekeySeries(tunnel: TunnelMeasures): readonly Series<Own | 'sa'>[] {
  return (['ike', 'child'] as const).map((sa) => ({
    labels: { ...labelsOf(tunnel), sa },
    value: tunnel.counts.rekeys[sa],
  }));
}

function failureSeries(tunnel: TunnelMeasures): readonly Series<Own | 'reason'>[] {
  return Object.entries(tunnel.counts.failures).map(([reason, value]) => ({
    labels: { ...labelsOf(tunnel), reason },
    value,
  }));
}

function expirySeries(tunnel: TunnelMeasures): readonly Series<Own | 'certificate'>[] {
  return (['own', 'authority'] as const).flatMap((certificate) => {
    const value = secondsOf(tunnel.notAfter[certificate]);
    return value === undefined ? [] : [{ labels: { ...labelsOf(tunnel), certificate }, value }];
  });
}

function secondsOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) / 1000;
}

/** 'XfrmInNoStates' is in_no_states. */
function errorOf(name: string): string {
  return name
    .replace(/^Xfrm/, '')
    .replaceAll(/(?<=.)([A-Z])/g, '_$1')
    .toLowerCase();
}
