interface Waiting {
  readonly name: string;
  readonly begin: () => void;
}

/** How many begin at once: their first packets must find room in the socket of a gateway that all of them may lead to. */
const usualRoom = 32;
/** Milliseconds after which one that has begun counts no more, be it up or not. */
const usualTime = 3_000;

/** Lets so many tunnels begin at a time, and the next one when one of them is up. */
export class BeginGate {
  readonly #inside = new Map<string, NodeJS.Timeout>();
  #waiting: Waiting[] = [];

  constructor(
    private readonly room = usualRoom,
    private readonly time = usualTime,
  ) {}

  /** Begins when there is room; one that begins again gives up the room that it had. Does nothing for one that waits. */
  enter(name: string, begin: () => void): void {
    if (this.#waiting.some((entry) => entry.name === name)) return;
    this.#waiting.push({ name, begin });
    clearTimeout(this.#inside.get(name));
    this.#inside.delete(name);
    this.#fill();
  }

  /** It is up, or of no interest any more. */
  leave(name: string): void {
    this.#waiting = this.#waiting.filter((entry) => entry.name !== name);
    clearTimeout(this.#inside.get(name));
    if (this.#inside.delete(name)) this.#fill();
  }

  #fill(): void {
    while (this.#inside.size < this.room) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const timer = setTimeout(() => {
        this.leave(next.name);
      }, this.time);
      timer.unref();
      this.#inside.set(next.name, timer);
      next.begin();
    }
  }
}
