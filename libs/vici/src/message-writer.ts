import { longestName, longestValue } from './elements.js';
import { ViciError } from './vici-error.js';

/** Large enough for all but the largest messages; they grow it. */
const usualLength = 16_384;

/** Writes what messages are made of, one after the other, into one buffer that is used again and again. */
export class MessageWriter {
  #bytes = Buffer.allocUnsafeSlow(usualLength);
  #length = 0;

  /** What was written since the last time. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.reset();
    return taken;
  }

  /** Forgets what was written; nothing of it stays, for it may have been a secret. */
  reset(): void {
    this.#bytes.fill(0, 0, this.#length);
    this.#length = 0;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#length = this.#bytes.writeUInt8(value, this.#length);
  }

  /** A byte of type, a byte of length and the name. */
  named(type: number, name: string): void {
    this.#reserve(2 + 3 * name.length);
    const length = this.#bytes.write(name, this.#length + 2);
    if (length === 0 || length > longestName) {
      throw new ViciError(
        'oversized',
        `a name has 1 to ${longestName} bytes; this one has ${length}`,
      );
    }
    this.#bytes.writeUInt8(type, this.#length);
    this.#bytes.writeUInt8(length, this.#length + 1);
    this.#length += 2 + length;
  }

  /** Two bytes of length and the value. */
  value(value: Buffer, name: string): void {
    if (value.length > longestValue) {
      throw new ViciError(
        'oversized',
        `a value has at most ${longestValue} bytes; that of '${name}' has ${value.length}`,
      );
    }
    this.#reserve(2 + value.length);
    this.#length = this.#bytes.writeUInt16BE(value.length, this.#length);
    this.#length += value.copy(this.#bytes, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes.fill(0);
    this.#bytes = larger;
  }
}
