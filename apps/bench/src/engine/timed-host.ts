import type { Operation } from '#drivers';
import type { OperationOutcome } from '#engine';
import { TrackedHost } from '#netlink';
import type { Phases } from './agent-talk.js';

/** The host of an agent, with a stop-watch around it. */
export class TimedHost {
  #lookBegan = 0;
  #observed = 0;
  #applyBegan = 0;
  #applyEnded = 0;

  constructor(private readonly host: TrackedHost) {}

  get writes(): number {
    return this.host.writes;
  }

  async observe(): ReturnType<TrackedHost['observe']> {
    const begin = performance.now();
    const state = await this.host.observe();
    if (this.#lookBegan === 0) this.#lookBegan = begin;
    if (this.#applyBegan === 0) this.#observed = performance.now();
    return state;
  }

  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    if (this.#applyBegan === 0) this.#applyBegan = performance.now();
    const outcomes = await this.host.apply(operations);
    this.#applyEnded = performance.now();
    return outcomes;
  }

  onChange(listener: () => void): () => void {
    return this.host.onChange(listener);
  }

  /** What the look took that ends here; the next one begins. */
  lookEnds(): { readonly took: number; readonly phases?: Phases } {
    const now = performance.now();
    const took = now - this.#lookBegan;
    const phases = {
      plan: this.#applyBegan - this.#observed,
      apply: this.#applyEnded - this.#applyBegan,
      verify: now - this.#applyEnded,
    };
    const hasApplied = this.#applyBegan !== 0;
    this.#lookBegan = 0;
    this.#applyBegan = 0;
    return { took, ...(hasApplied && { phases }) };
  }
}
