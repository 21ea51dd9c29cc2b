import type { Cast } from '../cast.js';
import { labHosts } from '../topology.js';
import { waitUntil } from '../wait-until.js';

export interface MonitoringFigures {
  readonly prometheusTargets: number;
  readonly prometheusTargetsUp: number;
  /** What Prometheus knows to have been carried, as bills count it. */
  readonly prometheusPackets: number;
}

interface Target {
  readonly health: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The controller and each host. */
const expected = labHosts.length + 1;
const carried =
  'sum(hercules_usage_receive_packets_total) + sum(hercules_usage_transmit_packets_total)';

/**
 * Looks at the site with the eyes of Prometheus.
 *
 * @param billed packets that it must know of at least
 */
export async function monitoring(cast: Cast, billed: number): Promise<MonitoringFigures> {
  const { say } = cast;
  say.chapter('Prometheus finds the hosts through the controller');
  const targets = await waitUntil('Prometheus has read every page', async () => {
    const found = await targetsOf(cast);
    const isUp = found.filter(({ health }) => health === 'up').length === expected;
    return isUp ? found : undefined;
  }).catch(() => targetsOf(cast));
  for (const { labels, health } of targets)
    say.line(`${labels['job'] ?? ''}  ${labels['instance'] ?? ''}: ${health}`);
  const up = targets.filter(({ health }) => health === 'up').length;
  say.check(up === expected, `${up} of ${expected} targets are up`);
  const packets = await waitUntil('Prometheus knows what was carried', async () => {
    const found = await value(cast, carried);
    return found !== undefined && found >= billed ? found : undefined;
  }).catch(() => value(cast, carried));
  say.check(packets !== undefined && packets >= billed, `it knows of ${packets} packets carried`);
  return {
    prometheusTargets: targets.length,
    prometheusTargetsUp: up,
    prometheusPackets: packets ?? Number.NaN,
  };
}

async function targetsOf(cast: Cast): Promise<readonly Target[]> {
  const { activeTargets } = await ask<{ activeTargets: readonly Target[] }>(cast, '/targets');
  return activeTargets;
}

async function value(cast: Cast, expression: string): Promise<number | undefined> {
  const { result } = await ask<{ result: readonly { value: readonly [number, string] }[] }>(
    cast,
    `/query?${new URLSearchParams({ query: expression }).toString()}`,
  );
  return result[0] === undefined ? undefined : Number(result[0].value[1]);
}

async function ask<T>({ prometheus }: Cast, path: string): Promise<T> {
  const answer = await fetch(`${prometheus}/api/v1${path}`);
  const { data } = (await answer.json()) as { data: T };
  return data;
}
