/** A bell that can be rung before anyone listens: rings are kept until somebody waits. */
export class WakeUp<Reason extends string> {
  #rung = new Set<Reason>();
  #wake: (() => void) | undefined;

  ring(reason: Reason): void {
    this.#rung.add(reason);
    this.#wake?.();
  }

  /** Returns when the bell rings, or after so many milliseconds, with all reasons since the last time; none: time. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<ReadonlySet<Reason>> {
    if (this.#rung.size === 0 && !signal.aborted) await this.#sleep(milliseconds, signal);
    const reasons = this.#rung;
    this.#rung = new Set();
    return reasons;
  }

  #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
      this.#wake = done;
    });
  }
}

/** Spreads many hosts' clocks: between half and one and a half times the interval. */
export function withJitter(milliseconds: number, random: () => number): number {
  return milliseconds * (0.5 + random());
}
