/** What stands on which page: the controller's own, or that of a host, which carries the label `node` by its target. */
export type MetricsPage = 'controller' | 'host';

export interface MetricFacts {
  readonly page: MetricsPage;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /**
   * All of them bounded: by contracts, hosts, states, routes. Never packets' addresses, SPIs or messages; a title stands
   * in the info of its contract alone.
   */
  readonly labels: readonly string[];
}
