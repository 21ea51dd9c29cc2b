import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { contractStates, operationStates, type Store } from '#store';
import { controllerVersion } from '../controller-version.js';
import { nodeStates, type Presence } from '../nodes/presence.js';

export interface FinishedRequest {
  readonly method: string;
  /** The pattern of the route, never the address itself; undefined: no route matched. */
  readonly route: string | undefined;
  readonly status: number;
  /** Absent for streams, whose length says nothing. */
  readonly seconds?: number;
}

/** Every metric of the controller, in a registry of its own. Labels are bounded: states, routes, methods, statuses. */
export class ControllerMetrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: 'hercules_http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'hercules_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer, without event streams.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor(
    private readonly store: Store,
    private readonly presence: Presence,
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.addBuildInfo();
    this.addStates(
      'hercules_contract_state',
      'Contracts by state of their latest version.',
      contractStates,
      () => this.store.contracts.countByState(),
    );
    this.addStates('hercules_operations', 'Operations by state.', operationStates, () =>
      this.store.operations.countByState(),
    );
    this.addStates('hercules_nodes', 'Hosts by state.', nodeStates, () => this.countNodes());
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  finished({ method, route = 'unmatched', status, seconds }: FinishedRequest): void {
    this.requests.inc({ method, route, status: String(status) });
    if (seconds !== undefined) this.durations.observe({ method, route }, seconds);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private addBuildInfo(): void {
    new Gauge({
      name: 'hercules_controller_build_info',
      help: 'Version of the controller; always 1.',
      labelNames: ['version', 'node_version'],
      registers: [this.registry],
    }).set({ version: controllerVersion, node_version: process.versions.node }, 1);
  }

  /** A gauge with one series for each state, also for those that nothing is in. */
  private addStates<State extends string>(
    name: string,
    help: string,
    states: readonly State[],
    count: () => Promise<ReadonlyMap<State, number>>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [this.registry],
      async collect() {
        const counts = await count();
        for (const state of states) this.set({ state }, counts.get(state) ?? 0);
      },
    });
  }

  private async countNodes(): Promise<ReadonlyMap<(typeof nodeStates)[number], number>> {
    const nodes = await this.store.nodes.list();
    const groups = Map.groupBy(nodes, (node) => this.presence.stateOf(node));
    return new Map([...groups].map(([state, members]) => [state, members.length]));
  }
}
