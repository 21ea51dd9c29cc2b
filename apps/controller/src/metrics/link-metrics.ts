import type { ObservedLink } from '#drivers';
import type { HostMeasures, LinkMeasures } from '#protocol';
import type { Metric, Series } from './exposition.js';
import { lazily, metric } from './metric.js';

type LinkLabel = 'device' | 'contract' | 'workload';

/** Interfaces of contracts: how they are, and what they themselves have counted. */
export function linkMetrics(
  links: readonly ObservedLink[],
  measures: NonNullable<HostMeasures['links']>,
): readonly Metric[] {
  const each = (value: (link: ObservedLink) => number): Iterable<Series<LinkLabel>> =>
    lazily(links, (link) => ({ labels: labelsOf(link), value: value(link) }));
  const counted = (
    side: keyof LinkMeasures,
    position: 0 | 1 | 2 | 3,
  ): Iterable<Series<LinkLabel>> =>
    lazily(links, (link) => {
      const value = measures[link.resource.name]?.[side][position];
      return value === undefined ? undefined : { labels: labelsOf(link), value };
    });
  return [
    metric(
      'hercules_network_up',
      each(({ operStatus, resource }) =>
        operStatus === 'up' || (operStatus === 'unknown' && resource.up) ? 1 : 0,
      ),
    ),
    metric(
      'hercules_network_carrier',
      each(({ carrier }) => (carrier ? 1 : 0)),
    ),
    metric(
      'hercules_network_mtu_bytes',
      each(({ resource }) => resource.mtu),
    ),
    metric(
      'hercules_network_info',
      lazily(links, (link) => ({
        labels: { ...labelsOf(link), kind: link.resource.kind, operstate: link.operStatus },
        value: 1,
      })),
    ),
    metric('hercules_network_receive_bytes_total', counted('receive', 0)),
    metric('hercules_network_receive_packets_total', counted('receive', 1)),
    metric('hercules_network_receive_errs_total', counted('receive', 2)),
    metric('hercules_network_receive_drop_total', counted('receive', 3)),
    metric('hercules_network_transmit_bytes_total', counted('transmit', 0)),
    metric('hercules_network_transmit_packets_total', counted('transmit', 1)),
    metric('hercules_network_transmit_errs_total', counted('transmit', 2)),
    metric('hercules_network_transmit_drop_total', counted('transmit', 3)),
  ];
}

function labelsOf({ resource }: ObservedLink): Series<LinkLabel>['labels'] {
  const { contract = '', workload = '' } = resource.owner ?? {};
  return { device: resource.name, contract, workload };
}
