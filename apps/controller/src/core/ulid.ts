import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id whose text order is the order of creation, to the millisecond (https://github.com/ulid/spec). */
export function ulid(at: Date, random: Uint8Array = randomBytes(10)): string {
  const bits = (BigInt(at.getTime()) << 80n) | BigInt(`0x${Buffer.from(random).toString('hex')}`);
  return Array.from(
    { length: 26 },
    (_, index) => alphabet[Number((bits >> BigInt(5 * (25 - index))) & 31n)],
  ).join('');
}
