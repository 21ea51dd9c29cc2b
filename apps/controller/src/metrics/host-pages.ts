import { accept, type Result } from '#contract';
import type { Store } from '#store';
import { Answer } from '../http/answer.js';
import type { HostFigures } from '../nodes/host-figures.js';
import type { Presence } from '../nodes/presence.js';
import { refuseWith } from '../problems/refuse-with.js';
import { exposition, expositionType } from './exposition.js';
import { hostMetrics } from './host-metrics.js';
import { sitesOf } from './sites.js';

/** One entry of Prometheus' HTTP service discovery. */
export interface ScrapeTarget {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Serves each host's metrics in its place: hosts call out only, so Prometheus asks the controller for every one. */
export class HostPages {
  constructor(
    private readonly store: Store,
    private readonly presence: Presence,
    private readonly figures: HostFigures,
  ) {}

  /** Of a host that is silent nothing is known: the scrape fails, and Prometheus shows it as down. */
  async page(id: string): Promise<Result<Answer>> {
    const node = await this.store.nodes.find(id);
    if (node === undefined) return refuseWith('node-unknown', `there is no host '${id}'`);
    if (this.presence.stateOf(node) !== 'connected') {
      return refuseWith(
        'node-silent',
        `host '${id}' was last heard of at ${node.lastSeenAt ?? 'no time'}`,
      );
    }
    const state = await this.store.nodes.stateOf(id);
    const reports = await this.store.reports.ofNode(id);
    const usage = await this.store.usage.totalsOf(id);
    const usageUntil = (await this.store.usage.last(id))?.endsAt;
    const measures = this.figures.measuresOf(id);
    const known = { node, state, reports, usage, usageUntil, measures };
    const text = await exposition(hostMetrics(known));
    return accept(new Answer(text, 200, { 'content-type': expositionType }));
  }

  /** @param address host and port under which the controller was asked */
  async targets(address: string): Promise<readonly ScrapeTarget[]> {
    const nodes = await this.store.nodes.list();
    const sites = await sitesOf(this.store);
    return nodes
      .filter(({ lastSeenAt }) => lastSeenAt !== null)
      .map(({ id }) => {
        const site = sites.get(id);
        const known = { node: id, instance: id, ...(site !== undefined && { site }) };
        return {
          targets: [address],
          labels: { __metrics_path__: `/metrics/nodes/${id}`, ...known },
        };
      });
  }
}
