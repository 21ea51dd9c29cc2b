/** Tells the story of the demo, a line at a time. */
export class Narrator {
  readonly #begin = performance.now();

  chapter(title: string): void {
    process.stdout.write(`\n${this.#clock()}  ${title}\n`);
  }

  line(text: string): void {
    process.stdout.write(`         ${text}\n`);
  }

  check(ok: boolean, text: string): void {
    process.stdout.write(`      ${ok ? '✓' : '✗'}  ${text}\n`);
  }

  #clock(): string {
    return `${((performance.now() - this.#begin) / 1000).toFixed(1).padStart(5)}s`;
  }
}
