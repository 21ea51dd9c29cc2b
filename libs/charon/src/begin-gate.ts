/** How many begin at once: their first packets must find room in the socket of a gateway that all of them may lead to. */
const usualRoom = 32;
/** Milliseconds after which one that has begun counts no more, be it up or not. */
const usualTime = 3_000;

/** Lets so many tunnels begin at a time, and the next one when one of them is up. */
export class BeginGate {
  readonly #inside = new Map<string, NodeJS.Timeout>();
  /** In the order in which they came. */
  readonly #waiting = new Map<string, () => void>();

  constructor(
    private readonly room = usualRoom,
    private readonly time = usualTime,
  ) {}

  /**
   * Begins when there is room. Does nothing for one that waits or has begun: whoever asks may know it only as it was
   * before, and another one in its room would be one too many at a peer that is busy as it is.
   */
  enter(name: string, begin: () => void): void {
    if (this.#inside.has(name) || this.#waiting.has(name)) return;
    this.#waiting.set(name, begin);
    this.#fill();
  }

  /** Whether it was let in and has not left. */
  hasBegun(name: string): boolean {
    return this.#inside.has(name);
  }

  /** It is up, or of no interest any more. */
  leave(name: string): void {
    this.#waiting.delete(name);
    clearTimeout(this.#inside.get(name));
    if (this.#inside.delete(name)) this.#fill();
  }

  #fill(): void {
    for (const [name, begin] of this.#waiting) {
      if (this.#inside.size >= this.room) return;
      const timer = setTimeout(() => {
        this.leave(name);
      }, this.time);
      timer.unref();
      this.#waiting.delete(name);
      this.#inside.set(name, timer);
      begin();
    }
  }
}
