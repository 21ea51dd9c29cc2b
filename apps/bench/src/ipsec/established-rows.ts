import { associationsOf, CharonHost, hostSecrets } from '#charon';
import type { SigningKey } from '#contract';
import { identityOf, type IpsecResource } from '#drivers';
import { textsIn, sectionOf, ViciConnection } from '#vici';
import type { BenchOptions } from '../bench-options.js';
import { ratioRow, valueRow, type Row } from '../row.js';
import { benchPairs, creationOf, lifetimeChange, swanctlFile } from './bench-tunnels.js';
import { withGateways, type BenchGateway } from './gateway-pair.js';

/** Milliseconds until tunnels that do not come are given up. */
const patience = 120_000;
/** Losses of each kind that are measured. */
const losses = 5;

/**
 * Tunnels between two daemons, of which the far one is loaded from files: the near one by us, or from files as well; and
 * what is asked of so many that stand.
 */
export async function establishedRows(
  identity: SigningKey,
  { scale, pairs = 3, tell }: BenchOptions,
): Promise<readonly Row[]> {
  const count = Math.max(10, Math.round(500 * scale));
  const ends = benchPairs(count, identity);
  const [near, far] = [ends.map(([one]) => one), ends.map(([, other]) => other)];
  const [ours, theirs, listing]: [number[], number[], number[]] = [[], [], []];
  const repairs: number[] = [];
  let touched = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    tell(`tunnels, pair ${pair + 1} of ${pairs}`);
    await withGateways(ends, async (here, there) => {
      there.load(swanctlFile(far));
      const host = hostOf(here, identity);
      try {
        ours.push(
          await untilUp(here, count, () => host.apply(near.map(creationOf)).then(() => undefined)),
        );
        listing.push(await timeOfListing(here, count));
        touched = Math.max(touched, await touchedByChange(here, host, near));
        if (pair === 0) repairs.push(...(await repairsOf(here, host, near)));
      } finally {
        host.close();
      }
    });
    await withGateways(ends, async (here, there) => {
      there.load(swanctlFile(far));
      const loaded = untilUp(here, count, () => {
        here.load(swanctlFile(near));
        return Promise.resolve();
      });
      // On a busy machine the far end asks for cookies, and refuses with them whom the daemon never asks again.
      theirs.push(...(await loaded.then((time) => [time], toldOf(tell))));
    });
  }
  return [
    ratioRow('ipsec-establish', count, ours, 'swanctl --load-all', theirs, 1.1),
    valueRow('ipsec-others-touched', count, touched, 'SAs', 0),
    valueRow('ipsec-list', 2 * count, Math.max(...listing), 's', 1),
    valueRow('ipsec-repair', 2 * losses, Math.max(...repairs), 's', 1),
  ];
}

/** A baseline that does not come to its end is left out. */
function toldOf(tell: BenchOptions['tell']): (cause: unknown) => readonly number[] {
  return (cause) => {
    tell(`swanctl --load-all is left out: ${cause instanceof Error ? cause.message : 'unknown'}`);
    return [];
  };
}

function hostOf({ daemon, directory }: BenchGateway, identity: SigningKey): CharonHost {
  return new CharonHost({
    daemon,
    directory,
    secrets: hostSecrets(identity),
    // The addresses are in another namespace than this process.
    hasAddress: () => Promise.resolve(true),
  });
}

/** Seconds until so many children were told of. */
async function untilUp(
  { daemon }: BenchGateway,
  count: number,
  work: () => Promise<void>,
): Promise<number> {
  const vici = await ViciConnection.open(daemon.socket);
  const begin = performance.now();
  let up = 0;
  const all = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${up} of ${count} tunnels came up`));
    }, patience);
    vici.listen((_, message) => {
      if (message.has('up')) up += 1;
      if (up < count) return;
      clearTimeout(timer);
      resolve();
    });
  });
  try {
    await vici.subscribe('child-updown');
    await Promise.all([all, work()]);
    return (performance.now() - begin) / 1_000;
  } finally {
    vici.close();
  }
}

/** One of all gets another lifetime: how many SAs are not the ones that stood before. */
async function touchedByChange(
  { daemon }: BenchGateway,
  host: CharonHost,
  tunnels: readonly IpsecResource[],
): Promise<number> {
  const [before] = tunnels;
  if (before === undefined) return Number.NaN;
  const vici = await ViciConnection.open(daemon.socket);
  const standing = await spisOf(vici);
  await host.apply([lifetimeChange(before, 1_800)]);
  await host.observe();
  const now = new Set(await spisOf(vici));
  await host.apply([lifetimeChange({ ...before, childRekey: 1_800 }, before.childRekey)]);
  vici.close();
  return standing.filter((spis) => !now.has(spis)).length;
}

async function spisOf(vici: ViciConnection): Promise<readonly string[]> {
  const found = await associationsOf(vici);
  return found.flatMap(({ name, children }) =>
    children.map(({ spiIn, spiOut }) => `${name} ${spiIn} ${spiOut}`),
  );
}

/** Seconds for all IKE_SAs with their CHILD_SAs, read and understood. */
async function timeOfListing({ daemon }: BenchGateway, count: number): Promise<number> {
  const vici = await ViciConnection.open(daemon.socket);
  const begin = performance.now();
  let read = 0;
  for await (const part of vici.stream('list-sas', 'list-sa')) read += part.size;
  vici.close();
  if (read < count) throw new Error(`${read} of ${count} tunnels were listed`);
  return (performance.now() - begin) / 1_000;
}

/** Seconds until what somebody else ended or unloaded is there again; the host is kept as an agent keeps it. */
async function repairsOf(
  gateway: BenchGateway,
  host: CharonHost,
  tunnels: readonly IpsecResource[],
): Promise<readonly number[]> {
  const times: number[] = [];
  const vici = await ViciConnection.open(gateway.daemon.socket);
  const stop = host.onChange(() => {
    void restored(host, tunnels);
  });
  for (const tunnel of tunnels.slice(0, losses)) {
    const end = sectionOf({ ike: tunnel.name, timeout: -1 });
    times.push(
      await untilUp(gateway, 1, async () => {
        await vici.request('terminate', end);
      }),
    );
  }
  for (const { name } of tunnels.slice(-losses)) {
    await vici.demand('unload-conn', sectionOf({ name }));
    const begin = performance.now();
    while (!textsIn(await vici.request('get-conns'), 'conns').includes(name)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    times.push((performance.now() - begin) / 1_000);
  }
  stop();
  vici.close();
  return times;
}

async function restored(host: CharonHost, tunnels: readonly IpsecResource[]): Promise<void> {
  const { ipsec = [] } = await host.observe();
  const standing = new Set(ipsec.map(identityOf));
  const missing = tunnels.filter((tunnel) => !standing.has(identityOf(tunnel)));
  if (missing.length > 0) await host.apply(missing.map(creationOf));
}
