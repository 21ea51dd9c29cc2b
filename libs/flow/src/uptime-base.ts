const day = 86_400_000;
/** NetFlow counts milliseconds in 32 bits: after 49.7 days they would begin anew. */
const longest = 0x7fff_ffff;

/** The moment that NetFlow's times count from: moved on, as if the exporter had started anew, before they overflow. */
export class UptimeBase {
  #base: number | undefined;

  /** Milliseconds since 1970, at least a day before now, so that flows that began earlier have a time too. */
  at(now: number): number {
    if (this.#base === undefined || now - this.#base > longest || now < this.#base) {
      this.#base = Math.floor(now / 1000) * 1000 - day;
    }
    return this.#base;
  }
}
