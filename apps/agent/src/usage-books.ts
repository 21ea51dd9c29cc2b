import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, SignJWT } from 'jose';
import { digestOf, privateKeyObject, type SigningKey } from '#contract';
import type { Clock } from '#engine';
import type { NumberTotals } from '#flow';
import { closeWindow, openLedger, type CounterReading, type LedgerState } from '#usage';
import { writeDurably } from './durable-file.js';
import type { InterfaceNumbers } from './interface-numbers.js';
import { readLinkCounters, type LinkCounters } from './link-counters.js';
import type { MeteredLink } from './metered-links.js';

export interface UsageBooksOptions {
  readonly directory: string;
  readonly identity: SigningKey;
  readonly clock: Clock;
  readonly numbers: InterfaceNumbers;
  /** Milliseconds; windows end at multiples of it. */
  readonly window: number;
  /** Absent: the interfaces' own, of the network namespace of this thread. */
  readonly counters?: () => ReadonlyMap<string, LinkCounters>;
  /** Of the machine's present start; absent: the kernel's. */
  readonly boot?: () => string;
}

/** Milliseconds for which a window that the controller has is kept, for one that was restored from a backup. */
const kept = 93 * 24 * 3600 * 1000;

/** The ledger, and the window whose file may not have been written when the process ended. */
interface Book {
  readonly ledger: LedgerState;
  readonly last?: { readonly sequence: number; readonly jws: string };
}

/** Writes down what interfaces have carried, window by window, signed by the host and never changed afterwards. */
export class UsageBooks {
  #book: Book | undefined;

  constructor(private readonly options: UsageBooksOptions) {
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    this.#book = this.#read();
    if (this.#book?.last !== undefined) this.#writeWindow(this.#book.last);
  }

  /** Takes a reading; ends a window where its time is up. True: there is a new one. */
  async take(
    links: readonly MeteredLink[],
    totals: ReadonlyMap<number, NumberTotals> | undefined,
  ): Promise<boolean> {
    const { clock, window } = this.options;
    const now = clock.now();
    if (this.#book === undefined) {
      this.#save({ ledger: openLedger(this.#moment(now), []) });
      return false;
    }
    const until = Date.parse(this.#book.ledger.until);
    if (Math.floor(now.getTime() / window) <= Math.floor(until / window)) return false;
    await this.#close(this.#book.ledger, now, this.#readings(links, totals));
    return true;
  }

  /** Signed windows from one sequence number on, at most so many. */
  windows(from: number, most: number): readonly string[] {
    return this.#names()
      .filter((name) => Number.parseInt(name, 10) >= from)
      .slice(0, most)
      .map((name) => readFileSync(join(this.options.directory, name), 'latin1'));
  }

  /** Deletes windows before one that are older than {@link kept}: whoever asks for it has got these. */
  forget(before: number): void {
    const { clock, directory } = this.options;
    const until = clock.now().getTime() - kept;
    for (const name of this.#names()) {
      const file = join(directory, name);
      if (Number.parseInt(name, 10) >= before) return;
      if (Date.parse(String(decodeJwt(readFileSync(file, 'latin1'))['to'])) >= until) return;
      rmSync(file);
    }
  }

  async #close(ledger: LedgerState, now: Date, readings: readonly CounterReading[]): Promise<void> {
    const { identity } = this.options;
    const { window, next } = closeWindow(ledger, this.#moment(now), readings);
    const jws = await new SignJWT({ ...window })
      .setProtectedHeader({ alg: 'EdDSA', kid: identity.kid, typ: 'hercules-usage+jwt' })
      .sign(privateKeyObject(identity));
    const last = { sequence: window.sequence, jws };
    this.#save({ ledger: { ...next, digest: digestOf(Buffer.from(jws)) }, last });
    this.#writeWindow(last);
  }

  #readings(
    links: readonly MeteredLink[],
    totals: ReadonlyMap<number, NumberTotals> | undefined,
  ): readonly CounterReading[] {
    if (totals !== undefined) return this.#meteredReadings(links, totals);
    const counters = (this.options.counters ?? readLinkCounters)();
    return links.flatMap(({ facts, owner, index }) => {
      const counted = counters.get(facts.name);
      if (counted === undefined) return [];
      const { number, name } = facts;
      const subject = {
        contractId: owner.contract,
        workload: owner.workload,
        interface: name,
        number,
      };
      const epoch = String(index);
      return [{ ...subject, ...counted, meter: 'counters' as const, overflowPackets: 0n, epoch }];
    });
  }

  /** Also of interfaces that have gone since the last window, for as long as there is something to tell. */
  #meteredReadings(
    links: readonly MeteredLink[],
    totals: ReadonlyMap<number, NumberTotals>,
  ): readonly CounterReading[] {
    const present = new Set(links.map(({ facts }) => facts.number));
    return this.options.numbers.all.flatMap(({ contract, workload, name, number }) => {
      const sides = totals.get(number);
      if (sides === undefined) return [];
      const { ingress, egress } = sides;
      const known = this.#book?.ledger.counters[String(number)]?.values;
      const isQuiet = known?.[0] === String(ingress.packets) && known[2] === String(egress.packets);
      if (!present.has(number) && isQuiet) return [];
      const overflowPackets = ingress.overflowPackets + egress.overflowPackets;
      const subject = { contractId: contract, workload, interface: name, number };
      return [{ ...subject, meter: 'ebpf' as const, ingress, egress, overflowPackets }];
    });
  }

  /** Files of windows, in their order. */
  #names(): readonly string[] {
    return readdirSync(this.options.directory)
      .filter((name) => name.endsWith('.jws'))
      .sort();
  }

  #moment(now: Date): { readonly host: string; readonly at: string; readonly boot: string } {
    const { identity, boot = bootId } = this.options;
    return { host: identity.kid, at: now.toISOString(), boot: boot() };
  }

  #writeWindow({ sequence, jws }: NonNullable<Book['last']>): void {
    const name = `${String(sequence).padStart(12, '0')}.jws`;
    writeDurably(join(this.options.directory, name), jws);
  }

  #save(book: Book): void {
    this.#book = book;
    writeDurably(join(this.options.directory, 'book.json'), JSON.stringify(book));
  }

  #read(): Book | undefined {
    try {
      return JSON.parse(readFileSync(join(this.options.directory, 'book.json'), 'utf8')) as Book;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw cause;
    }
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
}
