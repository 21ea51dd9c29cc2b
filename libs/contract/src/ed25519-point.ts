/** RFC 8032, 5.1: the field prime and the constant d = −121665/121666 of the curve −x² + y² = 1 + d·x²·y². */
const prime = 2n ** 255n - 19n;
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** A point whose order is 8 has this y, or its negative (they are listed in https://eprint.iacr.org/2020/1244). */
const orderEight = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const smallOrders: readonly bigint[] = [0n, 1n, prime - 1n, orderEight, prime - orderEight];

/**
 * Whether 32 bytes are the one encoding of a point of edwards25519 that is not of small order. OpenSSL takes any 32
 * bytes; and with a point of small order anyone could make signatures that fit.
 */
export function isEd25519PublicKey(bytes: Uint8Array): boolean {
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  return bytes.length === 32 && y < prime && !smallOrders.includes(y) && hasX(y);
}

/** The u-coordinate of the same point on curve25519: u = (1 + y) / (1 − y) (RFC 7748, 4.1); 32 bytes. */
export function montgomeryOf(bytes: Uint8Array): Buffer {
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  const u = ((1n + y) * power((prime + 1n - y) % prime, prime - 2n)) % prime;
  return Buffer.from(u.toString(16).padStart(64, '0'), 'hex').reverse();
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** x² = (y² − 1) / (d·y² + 1), and a quotient is a square if the product is. */
function hasX(y: bigint): boolean {
  const ySquared = (y * y) % prime;
  return isSquare((ySquared - 1n) * (d * ySquared + 1n));
}

/** Euler's criterion. */
function isSquare(value: bigint): boolean {
  return power(value % prime, (prime - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
