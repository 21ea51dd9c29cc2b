import { execa } from 'execa';
import { BenchAgent } from './bench-agent.js';

/** What one agent on a host with many segments was measured to do. */
export interface AgentMeasurement {
  /** From the offer of the first version to the verified state. */
  readonly buildSeconds: number;
  /** Milliseconds from before `ip link del` of one segment to its repaired and verified state, one entry a try. */
  readonly repairMs: readonly number[];
  /** Milliseconds from the plan to the verified state of one more segment, by the agent's own report. */
  readonly oneMoreMs: readonly number[];
  /** Resident memory at the end. */
  readonly mebibytes: number;
  /** Link events that a stranger caused, and how many of them a second; 0: not asked for. */
  readonly stormEvents: number;
  readonly stormPerSecond: number;
  /** The longest time for which the agent did not get to its other work during the storm. */
  readonly stormBlockedMs: number;
  /** Whether the agent knew the state of the stormed link right afterwards. */
  readonly stormSeen: boolean;
}

const [segments = '', repairs = '', more = '', stormSeconds = ''] = process.argv
  .slice(2)
  .map(Number);

const agent = await BenchAgent.start();
const buildSeconds = await agent.bringAbout(Number(segments));
const repairMs: number[] = [];
for (let index = 0; index < Number(repairs); index += 1) {
  repairMs.push(await repair(`vx${(index * 37) % Number(segments)}`, index + 1));
}
const oneMoreMs: number[] = [];
for (let index = 1; index <= Number(more); index += 1) {
  const verified = agent.until(({ reports }) =>
    reports.some(({ state }) => state === 'confirming'),
  );
  const building = agent.bringAbout(Number(segments) + index);
  const { reports } = await verified;
  oneMoreMs.push((reports[0]?.seconds ?? Number.NaN) * 1000);
  await building;
}
const storm = Number(stormSeconds) > 0 ? await endureStorm(Number(stormSeconds)) : quiet();
const measurement: AgentMeasurement = {
  buildSeconds,
  repairMs,
  oneMoreMs,
  mebibytes: process.memoryUsage().rss / 2 ** 20,
  ...storm,
};
await agent.end();
process.stdout.write(JSON.stringify(measurement));
process.exit(0);

async function repair(link: string, times: number): Promise<number> {
  const repaired = agent.until(({ reports }) =>
    reports.some(({ drift }) => drift?.state === 'in-sync' && drift.repairs >= times),
  );
  const begin = performance.now();
  await execa('ip', ['link', 'del', link]);
  await repaired;
  return performance.now() - begin;
}

type Storm = Pick<
  AgentMeasurement,
  'stormEvents' | 'stormPerSecond' | 'stormBlockedMs' | 'stormSeen'
>;

function quiet(): Storm {
  return { stormEvents: 0, stormPerSecond: 0, stormBlockedMs: 0, stormSeen: true };
}

/** Somebody sets the alias of a link of theirs as fast as `ip -batch` can. */
async function endureStorm(seconds: number): Promise<Storm> {
  await execa('ip', ['link', 'add', 'storm', 'type', 'veth', 'peer', 'name', 'storm-far']);
  const perSecond = 10_000;
  const events = perSecond * seconds;
  const lines = Array.from({ length: perSecond }, (_, index) => `link set storm alias s${index}`);
  const blocked = watchBlocking();
  const begin = performance.now();
  for (let second = 0; second < seconds; second += 1) {
    await execa('ip', ['-batch', '-'], { input: lines.join('\n') });
  }
  const took = (performance.now() - begin) / 1000;
  await execa('ip', ['link', 'set', 'storm', 'alias', 'last']);
  const { links } = await agent.host.observe();
  const stormSeen =
    links.find(({ resource }) => String(resource.name) === 'storm')?.alias === 'last';
  return {
    stormEvents: events,
    stormPerSecond: events / took,
    stormBlockedMs: blocked(),
    stormSeen,
  };
}

/** The longest pause between two turns of a ticking clock; to be asked once. */
function watchBlocking(): () => number {
  let last = performance.now();
  let longest = 0;
  const tick = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  return () => {
    clearInterval(tick);
    return longest;
  };
}
