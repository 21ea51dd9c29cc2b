import type { TunnelCounts } from '#protocol';
import { textIn, type ViciSection } from '#vici';
import { associationsIn, type ChildAssociation, type IkeAssociation } from './associations.js';
import type { TunnelReason } from './failure-reasons.js';

/** What the daemon last said of one CHILD_SA: octets and packets in, octets and packets out. */
type Seen = readonly [number, number, number, number];

/** Both parts, so that who begins anew goes on where it was. */
export interface MeterMemory {
  readonly counts: TunnelCounts;
  /** By SPIs. */
  readonly seen: Readonly<Record<string, Seen>>;
}

interface Entry {
  counts: TunnelCounts;
  seen: Record<string, Seen>;
  /** Reasons that are counted already, of attempts that go on: `<IKE_SA> <reason>`. */
  readonly told: Set<string>;
}

const nothing: TunnelCounts = {
  establishments: 0,
  rekeys: { ike: 0, child: 0 },
  receiveOctets: 0,
  receivePackets: 0,
  transmitOctets: 0,
  transmitPackets: 0,
  retransmits: 0,
  failures: {},
};

/** Attempts of one tunnel whose reasons are remembered. */
const mostTold = 100;

/** A line of the daemon's log that is about a tunnel. */
export interface TunnelLine {
  readonly tunnel: string;
  readonly text: string;
  /** The daemon's number of the IKE_SA. */
  readonly ikeId: string;
  /** Absent: it tells of no failure. */
  readonly reason?: TunnelReason;
}

/** Counts what tunnels carry and what befalls them. SAs come and go; what they have counted is added up. */
export class TunnelMeter {
  readonly #entries: Map<string, Entry>;

  constructor(memory: Readonly<Record<string, MeterMemory>> = {}) {
    this.#entries = new Map(
      Object.entries(memory).map(([name, { counts, seen }]) => [
        name,
        { counts, seen: { ...seen }, told: new Set() },
      ]),
    );
  }

  countsOf(name: string): TunnelCounts {
    return this.#entries.get(name)?.counts ?? nothing;
  }

  get memory(): Readonly<Record<string, MeterMemory>> {
    return Object.fromEntries(
      [...this.#entries].map(([name, { counts, seen }]) => [name, { counts, seen }]),
    );
  }

  /** The tunnel is withdrawn. */
  forget(name: string): void {
    this.#entries.delete(name);
  }

  /** An event of the daemon; the last word on an SA stands in the one that tells of its end. */
  hear(event: string, message: ViciSection): void {
    for (const association of associationsIn(message)) {
      const { name } = association;
      this.#add(name, association.children);
      if (event === 'ike-updown' && textIn(message, 'up') === 'yes') this.#count(name, established);
      if (event === 'ike-rekey') this.#count(name, ikeRekeyed);
      if (event === 'child-rekey') this.#count(name, childRekeyed);
    }
  }

  /** Lines of one attempt say the same thing in several ways: it is counted once. */
  hearLine({ tunnel, text, ikeId, reason }: TunnelLine): void {
    const entry = this.#entryOf(tunnel);
    if (/initiating (an )?IKE_SA/.test(text)) {
      for (const told of entry.told) if (told.startsWith(`${ikeId} `)) entry.told.delete(told);
    }
    if (/^retransmit \d+ of /.test(text)) {
      entry.counts = { ...entry.counts, retransmits: entry.counts.retransmits + 1 };
    }
    const told = `${ikeId} ${reason}`;
    if (reason === undefined || entry.told.has(told)) return;
    if (entry.told.size >= mostTold) entry.told.clear();
    entry.told.add(told);
    const failures = { ...entry.counts.failures };
    failures[reason] = (failures[reason] ?? 0) + 1;
    entry.counts = { ...entry.counts, failures };
  }

  /** Everything that the daemon has; SAs that are not among it have gone. */
  take(associations: readonly IkeAssociation[]): void {
    for (const [name, some] of Map.groupBy(associations, (one) => one.name)) {
      this.#add(
        name,
        some.flatMap(({ children }) => children),
      );
    }
    const standing = new Set(associations.flatMap(({ children }) => children.map(keyOf)));
    for (const entry of this.#entries.values()) {
      for (const key of Object.keys(entry.seen)) {
        if (!standing.has(key)) Reflect.deleteProperty(entry.seen, key);
      }
    }
  }

  #add(name: string, children: readonly ChildAssociation[]): void {
    for (const child of children) {
      if (child.spiIn === '') continue;
      const entry = this.#entryOf(name);
      const now: Seen = [child.bytesIn, child.packetsIn, child.bytesOut, child.packetsOut];
      const before = entry.seen[keyOf(child)] ?? [0, 0, 0, 0];
      const more = (place: 0 | 1 | 2 | 3): number => Math.max(0, now[place] - before[place]);
      const { counts } = entry;
      entry.counts = {
        ...counts,
        receiveOctets: counts.receiveOctets + more(0),
        receivePackets: counts.receivePackets + more(1),
        transmitOctets: counts.transmitOctets + more(2),
        transmitPackets: counts.transmitPackets + more(3),
      };
      // An event tells of an SA that is just being set up, or has gone already, without its counts.
      entry.seen[keyOf(child)] = now.map((value, place) =>
        Math.max(value, before[place] ?? 0),
      ) as unknown as Seen;
    }
  }

  #count(name: string, change: (counts: TunnelCounts) => TunnelCounts): void {
    const entry = this.#entryOf(name);
    entry.counts = change(entry.counts);
  }

  #entryOf(name: string): Entry {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const entry: Entry = { counts: nothing, seen: {}, told: new Set() };
    this.#entries.set(name, entry);
    return entry;
  }
}

function keyOf({ spiIn, spiOut }: ChildAssociation): string {
  return `${spiIn} ${spiOut}`;
}

function established(counts: TunnelCounts): TunnelCounts {
  return { ...counts, establishments: counts.establishments + 1 };
}

function ikeRekeyed(counts: TunnelCounts): TunnelCounts {
  return { ...counts, rekeys: { ...counts.rekeys, ike: counts.rekeys.ike + 1 } };
}

function childRekeyed(counts: TunnelCounts): TunnelCounts {
  return { ...counts, rekeys: { ...counts.rekeys, child: counts.rekeys.child + 1 } };
}
