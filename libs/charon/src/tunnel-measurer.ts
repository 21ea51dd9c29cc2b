import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { ownerOfIpsecName, type IpsecResource } from '#drivers';
import type { TunnelMeasures } from '#protocol';
import type { ViciSection } from '#vici';
import type { IkeAssociation } from './associations.js';
import { earliestExpiry } from './certificate-expiry.js';
import type { TunnelHealth } from './tunnel-health.js';
import type { TunnelKeeper } from './tunnel-keeper.js';
import { TunnelMeter, type MeterMemory, type TunnelLine } from './tunnel-meter.js';

type Kept = Pick<TunnelKeeper, 'watched' | 'health' | 'associations'>;

/** Milliseconds between two looks at what SAs have counted. */
const usualInterval = 5_000;

/**
 * Knows the figures of tunnels, also those of SAs that are gone. What is counted between the last look at an SA and its
 * replacement by a rekeying is lost: the daemon tells it of the inbound half only.
 */
export class TunnelMeasurer {
  readonly #meter: TunnelMeter;
  /** Since when tunnels carry packets: milliseconds of Unix time. */
  readonly #since = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #saved: string;

  /** @param file in which counts outlive the process */
  constructor(private readonly file: string) {
    this.#meter = new TunnelMeter(memoryIn(file));
    this.#saved = JSON.stringify(this.#meter.memory);
  }

  /** Looks again and again at all SAs that there are. */
  lookEvery(look: () => Promise<readonly IkeAssociation[]>, interval = usualInterval): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      void this.#look(look);
    }, interval);
    this.#timer.unref();
  }

  hear(event: string, message: ViciSection): void {
    this.#meter.hear(event, message);
  }

  hearLine(line: TunnelLine): void {
    this.#meter.hearLine(line);
  }

  forget(name: string): void {
    this.#meter.forget(name);
    this.#since.delete(name);
  }

  /** Of every tunnel of ours that is kept. */
  measures(keeper: Kept): readonly TunnelMeasures[] {
    const health = new Map(keeper.health.map((one) => [one.name, one]));
    return keeper.watched.flatMap((tunnel) => {
      const own = health.get(tunnel.name);
      const owner = ownerOfIpsecName(tunnel.name);
      if (own === undefined || owner === undefined) return [];
      const since = this.#sinceOf(own, keeper.associations(tunnel.name));
      return [{ ...owner, ...this.#measuresOf(tunnel, own, since) }];
    });
  }

  #measuresOf(
    { name, localCertificates, authorities }: IpsecResource,
    { state }: TunnelHealth,
    since: number | undefined,
  ): Omit<TunnelMeasures, 'contract' | 'workload'> {
    const own = earliestExpiry(localCertificates);
    const authority = earliestExpiry(authorities);
    return {
      state,
      counts: this.#meter.countsOf(name),
      notAfter: {
        ...(own !== undefined && { own }),
        ...(authority !== undefined && { authority }),
      },
      ...(since !== undefined && { establishedAt: new Date(since).toISOString() }),
    };
  }

  /** What is counted is kept for who comes next. */
  close(): void {
    clearInterval(this.#timer);
    this.#save();
  }

  /** A rekeying makes an SA young again, and the tunnel not. */
  #sinceOf(
    { name, installed }: TunnelHealth,
    associations: readonly IkeAssociation[],
  ): number | undefined {
    if (installed.length === 0) this.#since.delete(name);
    else if (!this.#since.has(name)) {
      const age = Math.max(0, ...associations.map((association) => association.age));
      this.#since.set(name, Date.now() - age * 1000);
    }
    return this.#since.get(name);
  }

  async #look(look: () => Promise<readonly IkeAssociation[]>): Promise<void> {
    try {
      this.#meter.take(await look());
    } catch {
      return; // The daemon is gone: what it had counted last is known.
    }
    this.#save();
  }

  #save(): void {
    const text = JSON.stringify(this.#meter.memory);
    if (text === this.#saved) return;
    this.#saved = text;
    try {
      writeFileSync(`${this.file}.tmp`, text, { mode: 0o600 });
      renameSync(`${this.file}.tmp`, this.file);
    } catch {
      this.#saved = ''; // No directory yet, or no room: counts begin anew after a restart, as counters may.
    }
  }
}

function memoryIn(file: string): Readonly<Record<string, MeterMemory>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, MeterMemory>>;
  } catch {
    return {}; // Never written, or damaged: counters may begin anew.
  }
}
