/** A place in a text, and how to move on from it. */
export class JsonCursor {
  position = 0;

  constructor(private readonly text: string) {}

  /** The next UTF-16 unit, undefined at the end. */
  get next(): string | undefined {
    return this.text[this.position];
  }

  startsWith(word: string): boolean {
    return this.text.startsWith(word, this.position);
  }

  slice(from: number, to: number): string {
    return this.text.slice(this.position + from, this.position + to);
  }

  /** Passes white space and then `mark`, if it comes next. */
  eat(mark: string): boolean {
    this.skipSpace();
    if (this.next !== mark) return false;
    this.position += 1;
    return true;
  }

  /** RFC 8259, 2: blank, line feed, carriage return and tab; no other space. */
  skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.position);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.position += 1;
    }
  }

  /**
   * What a sticky pattern matches from here on; '' if nothing. `test` instead of `exec`: a match object for every
   * string and number would double the time.
   */
  run(pattern: RegExp): string {
    const start = this.position;
    pattern.lastIndex = start;
    if (!pattern.test(this.text)) return '';
    this.position = pattern.lastIndex;
    return this.text.slice(start, this.position);
  }

  /** For people: both count from 1, columns in characters. */
  place(position: number): string {
    const lines = this.text.slice(0, position).split('\n');
    return `line ${lines.length}, column ${Array.from(lines.at(-1) ?? '').length + 1}`;
  }
}
