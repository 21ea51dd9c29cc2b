import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { accept, type Result } from '#contract';
import type { NodeRecord, Store } from '#store';
import { Answer } from '../http/answer.js';
import type { HostFigures } from '../nodes/host-figures.js';
import type { Presence } from '../nodes/presence.js';
import { refuseWith } from '../problems/refuse-with.js';
import { expositionParts, expositionType } from './exposition.js';
import { hostMetrics, type KnownHost } from './host-metrics.js';
import { readInParts } from './read-in-parts.js';
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
    const parts = expositionParts(hostMetrics(await this.read(node)));
    const headers = { 'content-type': expositionType };
    return accept(new Answer(Readable.from(parts, { objectMode: false }), 200, headers));
  }

  /** The store answers in one go, so others get their turn between its answers. */
  private async read(node: NodeRecord): Promise<KnownHost> {
    const { nodes, reports, usage } = this.store;
    const state = await nodes.stateOf(node.id);
    await setImmediate();
    const totals = await readInParts(
      (page) => usage.totalsOf(node.id, page),
      ({ number }) => String(number),
    );
    await setImmediate();
    return {
      ...{ node, state, usage: totals },
      reports: await reports.ofNode(node.id),
      usageUntil: (await usage.last(node.id))?.endsAt,
      measures: this.figures.measuresOf(node.id),
    };
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
