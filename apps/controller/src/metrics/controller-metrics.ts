import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { contractStates, operationStates, type Store } from '#store';
import { controllerVersion } from '../controller-version.js';
import type { Journal } from '../core/journal.js';
import { nodeStates, type Presence } from '../nodes/presence.js';
import { metricTable, type LabelOf, type MetricName } from './metric-table.js';

export interface FinishedRequest {
  readonly method: string;
  /** The pattern of the route, never the address itself; undefined: no route matched. */
  readonly route: string | undefined;
  readonly status: number;
  /** Absent for streams, whose length says nothing. */
  readonly seconds?: number;
}

/**
 * The metrics of the controller whose number does not grow with what it looks after, in a registry of its own. Labels
 * are states, routes, methods, statuses. The others: see `FleetMetrics`.
 */
export class ControllerMetrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter(this.facts('hercules_http_requests_total'));
  private readonly durations = new Histogram({
    ...this.facts('hercules_http_request_duration_seconds'),
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });

  constructor(
    private readonly store: Store,
    private readonly presence: Presence,
    private readonly journal: Journal,
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.addBuildInfo();
    this.addEvents();
    this.addStates('hercules_contract_state', contractStates, () =>
      this.store.contracts.countByState(),
    );
    this.addStates('hercules_operations', operationStates, () =>
      this.store.operations.countByState(),
    );
    this.addStates('hercules_nodes', nodeStates, () => this.countNodes());
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

  private facts<Name extends MetricName>(name: Name): PromFacts<LabelOf<Name>> {
    const { help, labels } = metricTable[name];
    return { name, help, labelNames: labels, registers: [this.registry] };
  }

  private addBuildInfo(): void {
    new Gauge(this.facts('hercules_controller_build_info')).set(
      { version: controllerVersion, node_version: process.versions.node },
      1,
    );
  }

  /** The journal counts; a counter of prom-client's can only be raised. */
  private addEvents(): void {
    const { journal } = this;
    new Counter({
      ...this.facts('hercules_events_total'),
      collect() {
        this.reset();
        for (const [type, count] of journal.told) this.inc({ type }, count);
      },
    });
  }

  /** A gauge with one series for each state, also for those that nothing is in. */
  private addStates<State extends string>(
    name: 'hercules_contract_state' | 'hercules_operations' | 'hercules_nodes',
    states: readonly State[],
    count: () => Promise<ReadonlyMap<State, number>>,
  ): void {
    new Gauge({
      ...this.facts(name),
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

interface PromFacts<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly Label[];
  readonly registers: Registry[];
}
