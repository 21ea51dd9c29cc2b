import { join } from 'node:path';
import type { Contract, SigningKey } from '#contract';
import type { Clock } from '#engine';
import type { UsagePort } from './controller-port.js';
import { openDaemonMeter } from './daemon-meter.js';
import { FlowKeeper } from './flow-keeper.js';
import { flowProgram } from './flow-meters.js';
import { openHostMeter } from './host-meter.js';
import { InterfaceNumbers } from './interface-numbers.js';
import type { Log } from './log.js';
import { UsageBooks } from './usage-books.js';
import { UsageSender } from './usage-sender.js';

export interface HostMeteringOptions {
  readonly stateDir: string;
  readonly identity: SigningKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly link: UsagePort;
  /** Accepted contracts. */
  readonly contracts: () => readonly Contract[];
  /** Milliseconds between two windows of usage. */
  readonly usageWindow: number;
  /** See `HostMeterOptions`. */
  readonly enterprise?: number;
}

/** Milliseconds between two readings of the meter, unless windows are shorter. */
const readingInterval = 5_000;
/** Readings between two tries to hand over windows that the controller has not got. */
const sendEvery = 12;

/** Who meters this host, put together: flows to collectors, usage to the controller. */
export function meterHost(options: HostMeteringOptions): FlowKeeper {
  const { stateDir, identity, clock, log, link, contracts, usageWindow, enterprise } = options;
  const numbers = new InterfaceNumbers(join(stateDir, 'interface-numbers.json'));
  const directory = join(stateDir, 'usage');
  const books = new UsageBooks({ directory, identity, clock, numbers, window: usageWindow });
  const sender = new UsageSender(link, books);
  let readings = 0;
  return new FlowKeeper({
    open: () =>
      openHostMeter({
        host: identity.kid,
        stateDir,
        ...(enterprise !== undefined && { enterprise }),
      }),
    fallback: async () => {
      const found = flowProgram();
      const place = join(stateDir, 'flow-daemons');
      return found && (await openDaemonMeter({ ...found, directory: place, log }));
    },
    numbers,
    contracts,
    log,
    interval: Math.min(readingInterval, usageWindow),
    onReading: async (links, totals) => {
      const isNew = await books.take(links, totals);
      readings += 1;
      if (isNew || readings % sendEvery === 1) {
        void sender.send().catch((cause: unknown) => {
          log('error', 'usage could not be handed over', { reason: String(cause) });
        });
      }
    },
  });
}
