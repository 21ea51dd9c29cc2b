/** Tells the story of the demo, a line at a time. */
export class Narrator {
  readonly #begin = performance.now();
  readonly #leftOut: string[] = [];
  #allHold = true;

  chapter(title: string): void {
    process.stdout.write(`\n${this.#clock()}  ${title}\n`);
  }

  line(text: string): void {
    process.stdout.write(`         ${text}\n`);
  }

  check(ok: boolean, text: string): void {
    this.#allHold &&= ok;
    process.stdout.write(`      ${ok ? '✓' : '✗'}  ${text}\n`);
  }

  /** A part that this machine can't show, and why. */
  leaveOut(what: string): void {
    this.#leftOut.push(what);
    process.stdout.write(`      –  left out: ${what}\n`);
  }

  /** Whether every check so far has held. */
  get allHold(): boolean {
    return this.#allHold;
  }

  get leftOut(): readonly string[] {
    return [...this.#leftOut];
  }

  #clock(): string {
    return `${((performance.now() - this.#begin) / 1000).toFixed(1).padStart(5)}s`;
  }
}
