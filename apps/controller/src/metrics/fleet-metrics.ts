import type { ContractSummary, NodeRecord, Store } from '#store';
import type { HostFigures } from '../nodes/host-figures.js';
import type { Presence } from '../nodes/presence.js';
import type { EventReceivers } from '../receivers/event-receivers.js';
import { secondsOf } from './agent-metrics.js';
import { exposition, type Metric } from './exposition.js';
import { lazily, metric } from './metric.js';
import { receiverMetrics } from './receiver-metrics.js';
import { readInParts } from './read-in-parts.js';
import { sitesOf, type Sites } from './sites.js';

/** What the controller knows of each contract, host and event receiver: as many series as there are of these, written in slices. */
export class FleetMetrics {
  constructor(
    private readonly store: Store,
    private readonly presence: Presence,
    private readonly figures: HostFigures,
    private readonly receivers: EventReceivers,
  ) {}

  async text(): Promise<string> {
    const sites = await sitesOf(this.store);
    const nodes = await readInParts(
      (page) => this.store.nodes.list(page),
      ({ id }) => id,
    );
    const contracts = await readInParts(
      (page) => this.store.contracts.list(page),
      ({ contractId }) => contractId,
    );
    return exposition([
      ...contractMetrics(contracts),
      ...this.nodeMetrics(nodes, sites),
      ...receiverMetrics(await this.receivers.views()),
    ]);
  }

  private nodeMetrics(nodes: readonly NodeRecord[], sites: Sites): readonly Metric[] {
    return [
      metric(
        'hercules_node_info',
        lazily(nodes, (node) => ({
          labels: {
            node: node.id,
            site: sites.get(node.id) ?? '',
            state: this.presence.stateOf(node),
          },
          value: 1,
        })),
      ),
      metric(
        'hercules_node_last_seen_timestamp_seconds',
        lazily(nodes, ({ id, lastSeenAt }) => valueOf(id, secondsOf(lastSeenAt))),
      ),
      metric(
        'hercules_node_clock_offset_seconds',
        lazily(nodes, ({ id }) => valueOf(id, this.figures.clockOffsetOf(id))),
      ),
    ];
  }
}

function contractMetrics(contracts: readonly ContractSummary[]): readonly Metric[] {
  return [
    metric(
      'hercules_contract_info',
      lazily(contracts, ({ contractId, tenant, title }) => ({
        labels: { contract: contractId, tenant, title },
        value: 1,
      })),
    ),
    metric(
      'hercules_contract_in_state',
      lazily(contracts, ({ contractId, state }) => ({
        labels: { contract: contractId, state },
        value: 1,
      })),
    ),
    metric(
      'hercules_contract_hosts',
      lazily(contracts, ({ contractId, nodes }) => ({
        labels: { contract: contractId },
        value: nodes.length,
      })),
    ),
  ];
}

function valueOf(
  node: string,
  value: number | undefined,
): { readonly labels: { readonly node: string }; readonly value: number } | undefined {
  return value === undefined ? undefined : { labels: { node }, value };
}
