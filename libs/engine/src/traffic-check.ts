import type { Check } from '#contract';
import { indexHost, type HostState } from '#drivers';
import type { CheckScene } from './check-scene.js';
import { failed, linksMissing, listed, passed, type Finding } from './finding.js';

/** Packets that an interface has counted since it was made. */
export interface PacketCounts {
  readonly received: bigint;
  readonly sent: bigint;
}

/** What the interfaces of the host count, and the time in which they do. */
export interface TrafficCounters {
  /** By the names of the interfaces. */
  read(): ReadonlyMap<string, PacketCounts>;
  pass(seconds: number): Promise<void>;
}

/** Seconds that are long enough for what asks and is asked all the time. */
const usualWindow = 5;

type CountersCheck = Extract<Check, { readonly kind: 'counters' }>;

/** Counts twice, a while apart: whether packets move on the links of a workload. */
export async function trafficFinding(
  { direction, packets = 1, seconds = usualWindow }: CountersCheck,
  { own }: CheckScene,
  state: HostState,
  counters: TrafficCounters,
): Promise<Finding> {
  const host = indexHost(state);
  const missing = own.filter((name) => host.link(name) === undefined);
  if (missing.length > 0 || own.length === 0) return linksMissing(missing);
  const before = sumOf(own, counters.read());
  await counters.pass(seconds);
  const after = sumOf(own, counters.read());
  const still = (
    [
      ['receive', 'received', after.received - before.received],
      ['transmit', 'sent', after.sent - before.sent],
    ] as const
  ).filter(([way, , count]) => way === (direction ?? way) && count < BigInt(packets));
  const where = `on ${listed(own)} within ${seconds} s`;
  if (still.length === 0) return passed('PacketsMove', `packets move ${where}`);
  const many = packets === 1 ? 'no packets' : `fewer than ${packets} packets`;
  return failed(
    'PacketsStill',
    `${many} were ${still.map(([, word]) => word).join(' or ')} ${where}`,
  );
}

function sumOf(links: readonly string[], counts: ReadonlyMap<string, PacketCounts>): PacketCounts {
  const each = links.flatMap((link) => counts.get(link) ?? []);
  return each.reduce(
    (sum, { received, sent }) => ({ received: sum.received + received, sent: sum.sent + sent }),
    { received: 0n, sent: 0n },
  );
}
