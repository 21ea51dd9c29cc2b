import { ViciError } from './vici-error.js';

/** Reads bytes from the front to the end; whatever lacks is an error. Nothing is copied but what is kept. */
export class ByteCursor {
  #offset = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#offset === this.bytes.length;
  }

  byte(what: string): number {
    return this.#take(1, what).readUInt8();
  }

  name(): string {
    const length = this.byte('the length of a name');
    if (length === 0) throw new ViciError('malformed', 'a name is empty');
    return this.#take(length, 'a name').toString();
  }

  /** A copy: what is kept must not keep the whole stream with it. */
  value(): Buffer {
    const length = this.#take(2, 'the length of a value').readUInt16BE();
    return Buffer.from(this.#take(length, 'a value'));
  }

  rest(): Buffer {
    const rest = this.bytes.subarray(this.#offset);
    this.#offset = this.bytes.length;
    return rest;
  }

  #take(length: number, what: string): Buffer {
    const end = this.#offset + length;
    if (end > this.bytes.length) {
      throw new ViciError('malformed', `the message ends within ${what} at byte ${this.#offset}`);
    }
    const taken = this.bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }
}
