import type { LldpNeighbour } from '#drivers';
import type { LldpAnnouncement } from './lldp-announcement.js';

/** Neighbours that are remembered; whoever floods a cable with names gets no more. */
const mostNeighbours = 1000;

interface Entry {
  readonly neighbour: LldpNeighbour;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Who was heard, each for as long as it said that its word holds. */
export class NeighbourTable {
  readonly #entries = new Map<string, Entry>();

  /** @param link the name of the host's interface */
  hear(link: string, { holdsFor, ...said }: LldpAnnouncement, now: Date): void {
    const key = JSON.stringify([link, said.chassis, said.port]);
    if (holdsFor === 0) {
      this.#entries.delete(key);
      return;
    }
    if (!this.#entries.has(key) && this.#entries.size >= mostNeighbours) return;
    const neighbour = { link, ...said, heardAt: now.toISOString() };
    this.#entries.set(key, { neighbour, until: now.getTime() + holdsFor * 1000 });
  }

  /** By interface, then by the other end. */
  at(now: Date): readonly LldpNeighbour[] {
    for (const [key, { until }] of this.#entries) {
      if (until <= now.getTime()) this.#entries.delete(key);
    }
    return [...this.#entries]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { neighbour }]) => neighbour);
  }
}
