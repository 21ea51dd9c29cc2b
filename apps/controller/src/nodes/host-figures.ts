import type { HostMeasures } from '#protocol';

/**
 * What hosts last measured, by their names. In memory only: it is worth something for as long as a host speaks, and a
 * host tells it again with its next report.
 */
export class HostFigures {
  readonly #measures = new Map<string, HostMeasures>();
  readonly #clockOffsets = new Map<string, number>();

  measured(node: string, measures: HostMeasures | undefined): void {
    if (measures === undefined) this.#measures.delete(node);
    else this.#measures.set(node, measures);
  }

  measuresOf(node: string): HostMeasures | undefined {
    return this.#measures.get(node);
  }

  /** @param offset seconds by which the host's clock is ahead of ours */
  clockSeen(node: string, offset: number): void {
    this.#clockOffsets.set(node, offset);
  }

  /** Undefined: the host has not spoken since the controller started. */
  clockOffsetOf(node: string): number | undefined {
    return this.#clockOffsets.get(node);
  }
}
