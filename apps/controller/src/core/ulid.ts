import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomBits = 80n;

/** Makes ids whose text order is the order in which they were made (https://github.com/ulid/spec, monotonicity). */
export class UlidSource {
  private last = 0n;

  next(at: Date): string {
    const fresh = (BigInt(at.getTime()) << randomBits) | randomNumber();
    this.last = fresh > this.last ? fresh : this.last + 1n;
    return textOf(this.last);
  }
}

/** The first bit stays 0, so that many ids of one millisecond can be counted up without reaching the next. */
function randomNumber(): bigint {
  return BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n;
}

function textOf(number: bigint): string {
  const digit = (index: number): string =>
    alphabet[Number((number >> BigInt(5 * index)) & 31n)] ?? '';
  return Array.from({ length: 26 }, (_, index) => digit(25 - index)).join('');
}
