import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { freshHost } from '../bench-host.js';
import { scaled, type BenchOptions } from '../bench-options.js';
import { median, valueRow, type Row } from '../row.js';
import { stormLink, type AgentView } from './agent-talk.js';
import { BenchAgent } from './bench-agent.js';
import { BenchSite } from './bench-site.js';
import { ForeignIp } from './foreign-ip.js';

const storm = { perSecond: 10_000, seconds: 10, slices: 20 } as const;
/** Segments of this number and above are no part of the network. */
const otherContracts = 20_000;
/** Milliseconds after which nobody would call an agent answering. */
const longestAnswer = 1000;
/** Milliseconds that the end of a storm may take, until `ip` has done what it was told and the agent has seen it. */
const patience = 30_000;

/** An agent on a host with 5,000 segments: one more, a storm of link events, and what it takes of memory. */
export async function largeHostRows(options: BenchOptions): Promise<readonly Row[]> {
  const segments = scaled(5000, options);
  const host = await freshHost();
  const agent = await BenchAgent.start(await new BenchSite().open(), host);
  await agent.bringAbout({ segments });
  const more: number[] = [];
  for (let extra = 0; extra < 10; extra += 1) {
    await sleep(500);
    more.push(await agent.bringAboutAnother(otherContracts + extra));
  }
  const amended: number[] = [];
  for (let extra = 1; extra <= 3; extra += 1) {
    await sleep(500);
    amended.push(lookOf(await agent.bringAbout({ segments: segments + extra })));
  }
  const endured = await endureStorm(agent, host, options);
  await sleep(5000);
  const { now, peak } = agent.memory();
  agent.end();
  options.tell(`memory: ${now.toFixed(0)} MiB, ${peak.toFixed(0)} at most`);
  return [
    valueRow('one-more-5000', segments, median(more), 'ms', 100),
    valueRow('one-more-5000-amended', segments, median(amended), 'ms', 100),
    ...endured,
    valueRow('agent-memory-5000', segments, now, 'MiB', 160),
  ];
}

/** From the reading of the host to the verified state; the larger contract was read and judged before. */
function lookOf({ phases }: AgentView): number {
  return phases === undefined ? Number.NaN : phases.plan + phases.apply + phases.verify;
}

/** Somebody renames a link of theirs for ten seconds, and deletes one of ours every second. */
async function endureStorm(
  agent: BenchAgent,
  host: string,
  options: BenchOptions,
): Promise<readonly Row[]> {
  const foreign = new ForeignIp(host);
  foreign.say(
    `link add ${stormLink} type veth peer name ${stormLink}-far`,
    `link set ${stormLink} up`,
  );
  const former = await linkIndexes(host);
  const answers: number[] = [];
  const begin = performance.now();
  for (let slice = 0; slice < storm.seconds * storm.slices; slice += 1) {
    if (slice % storm.slices === 0) foreign.say(`link del ${victim(slice / storm.slices)}`);
    foreign.say(...aliases(slice, storm.perSecond / storm.slices));
    answers.push(await agent.ping());
    await sleep(Math.max(0, begin + ((slice + 1) * 1000) / storm.slices - performance.now()));
  }
  const seen = seesTheLast(agent);
  foreign.say(`link set ${stormLink} alias last`);
  await foreign.end();
  const took = (performance.now() - begin) / 1000;
  const unseen = (await seen) ? 0 : 1;
  const unmended = await countUnmended(host, former);
  const perSecond = (storm.perSecond * storm.seconds) / took;
  options.tell(`the storm had ${perSecond.toFixed(0)} events a second`);
  return [
    valueRow('storm-missed-changes', storm.seconds + 1, unseen + unmended, 'changes', 0),
    valueRow('storm-longest-answer', answers.length, Math.max(...answers), 'ms', longestAnswer),
  ];
}

/** The segment that is deleted in one of the seconds. */
function victim(second: number): string {
  return `vx${second}`;
}

function aliases(slice: number, count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `link set ${stormLink} alias s${slice}-${index}`,
  );
}

/**
 * Whether the agent gets to know by itself how the link was left, and finds all in order then. To be called before the
 * link is left so: what nothing follows is told in one view only.
 */
async function seesTheLast(agent: BenchAgent): Promise<boolean> {
  return agent
    .until(({ stormAlias, drift }) => stormAlias === 'last' && drift === 'in-sync', patience)
    .then(
      () => true,
      () => false,
    );
}

/** Deleted links that do not stand again, as others see them. One look may mend several, so repairs are no measure. */
async function countUnmended(host: string, former: LinkIndexes): Promise<number> {
  const now = await linkIndexes(host);
  const victims = Array.from({ length: storm.seconds }, (_, second) => victim(second));
  return victims.filter((name) => !now.has(name) || now.get(name) === former.get(name)).length;
}

type LinkIndexes = ReadonlyMap<string, number>;

async function linkIndexes(host: string): Promise<LinkIndexes> {
  const { stdout } = await execa('ip', ['-n', host, '-j', 'link', 'show']);
  const links = JSON.parse(stdout) as readonly {
    readonly ifname: string;
    readonly ifindex: number;
  }[];
  return new Map(links.map(({ ifname, ifindex }) => [ifname, ifindex]));
}
