import { accept, type Result } from '#contract';
import type { NodeRecord, Store } from '#store';
import { Answer } from '../http/answer.js';
import { decodeCursor, pageAnswer, type PageQuery } from '../http/cursor.js';
import { refuseWith } from '../problems/refuse-with.js';
import { viewOfNode, viewsOfInterfaces, type InterfaceList, type NodeView } from './node-view.js';
import type { HostFigures } from './host-figures.js';
import type { Presence } from './presence.js';

export type Ownership = 'ours' | 'foreign';

/** Shows the hosts, and what stands on them. */
export class NodeReader {
  constructor(
    private readonly store: Store,
    private readonly presence: Presence,
    private readonly figures: Pick<HostFigures, 'measuresOf'>,
  ) {}

  async page(query: PageQuery, address: string): Promise<Result<Answer>> {
    const after = decodeCursor(query.cursor);
    if (!after.ok) return after;
    const found = await this.store.nodes.list({
      limit: query.limit + 1,
      ...(after.value !== undefined && { after: after.value }),
    });
    const listed = await this.listedNodes();
    const views = found.map((node) => this.viewOf(node, listed));
    return accept(pageAnswer(views, query, ({ id }) => id, address));
  }

  async view(id: string): Promise<Result<NodeView>> {
    const node = await this.store.nodes.find(id);
    return node === undefined
      ? unknownNode(id)
      : accept(this.viewOf(node, await this.listedNodes()));
  }

  /** As the host last reported them. `owned` absent: all. */
  async interfaces(id: string, owned: Ownership | undefined): Promise<Result<InterfaceList>> {
    const node = await this.store.nodes.find(id);
    if (node === undefined) return unknownNode(id);
    const state = await this.store.nodes.stateOf(id);
    if (state === undefined) {
      return refuseWith('node-state-unknown', `host '${id}' has not reported its state yet`);
    }
    const items = viewsOfInterfaces(state).filter(
      ({ owner }) => owned === undefined || (owner === null) === (owned === 'foreign'),
    );
    return accept({ items, observedAt: node.observedAt });
  }

  private viewOf(node: NodeRecord, listed: ReadonlySet<string>): NodeView {
    return viewOfNode(node, {
      state: this.presence.stateOf(node),
      listedInCharter: listed.has(node.id),
      measures: this.figures.measuresOf(node.id),
    });
  }

  private async listedNodes(): Promise<ReadonlySet<string>> {
    const charter = await this.store.charters.latest();
    return new Set(charter?.payload.nodes.map(({ id }) => id));
  }
}

function unknownNode(id: string): ReturnType<typeof refuseWith> {
  return refuseWith('node-unknown', `there is no host '${id}'`);
}
