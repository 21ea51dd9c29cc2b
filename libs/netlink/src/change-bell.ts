/** Milliseconds between two rings: usually, and at most while events come thick and fast. */
const shortestGap = 5;
const longestGap = 250;
/** Events in a millisecond from which on the gap grows. */
const storm = 2;

/**
 * Rings when something was noted: at once after a time of rest, then after ever longer gaps for as long as it storms.
 * Does not ring while it is held, nor for what was dealt with before its time came.
 */
export class ChangeBell {
  #listener: () => void = () => undefined;
  #noted = 0;
  #gap = shortestGap;
  #lastRing = -Infinity;
  #isHeld = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param isPending whether what was noted still calls for a ring */
  constructor(private readonly isPending: () => boolean) {}

  /** The one who is rung for. */
  listen(listener: () => void): void {
    this.#listener = listener;
  }

  note(): void {
    this.#noted += 1;
    this.schedule();
  }

  /**
   * Nothing rings while the work lasts. One work at a time. After one that failed the next thing noted rings: whoever
   * failed would otherwise be called again at once, over and over.
   */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#isHeld = true;
    try {
      const result = await work();
      this.#isHeld = false;
      if (this.isPending()) this.schedule();
      return result;
    } finally {
      this.#isHeld = false;
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  private schedule(): void {
    if (this.#timer !== undefined || this.#isHeld || this.#isClosed) return;
    const wait = this.#lastRing + this.#gap - performance.now();
    const ring = (): void => {
      this.#timer = undefined;
      this.ring();
    };
    this.#timer = setTimeout(ring, Math.max(0, wait));
  }

  private ring(): void {
    if (this.#isHeld || !this.isPending()) return;
    const now = performance.now();
    const isStorm = this.#noted > storm * (now - this.#lastRing);
    this.#gap = isStorm ? Math.min(longestGap, 2 * this.#gap) : shortestGap;
    this.#lastRing = now;
    this.#noted = 0;
    this.#listener();
  }
}
