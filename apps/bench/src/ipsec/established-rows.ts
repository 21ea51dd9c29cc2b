import { CharonHost, hostSecrets } from '#charon';
import type { SigningKey } from '#contract';
import { identityOf, type IpsecResource } from '#drivers';
import { textsIn, sectionOf, ViciConnection } from '#vici';
import type { BenchOptions } from '../bench-options.js';
import { ratioRow, valueRow, type Row } from '../row.js';
import { benchPairs, creationOf, swanctlFile } from './bench-tunnels.js';
import { withGateways, type BenchGateway } from './gateway-pair.js';

/** Milliseconds until tunnels that do not come are given up. */
const patience = 180_000;
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
  const [ours, theirs, listing, repairs]: [number[], number[], number[], number[]] = [
    [],
    [],
    [],
    [],
  ];
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
        if (pair === 0) repairs.push(...(await repairsOf(here, host, near)));
      } finally {
        host.close();
      }
    });
    await withGateways(ends, async (here, there) => {
      there.load(swanctlFile(far));
      theirs.push(
        await untilUp(here, count, () => {
          here.load(swanctlFile(near));
          return Promise.resolve();
        }),
      );
    });
  }
  return [
    ratioRow('ipsec-establish', count, ours, 'swanctl --load-all', theirs, 1.1),
    valueRow('ipsec-list', 2 * count, Math.max(...listing), 's', 1),
    valueRow('ipsec-repair', 2 * losses, Math.max(...repairs), 's', 1),
  ];
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
