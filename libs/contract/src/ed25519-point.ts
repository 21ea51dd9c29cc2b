/** RFC 8032, 5.1: the field prime and the curve constant d = −121665/121666. */
const prime = 2n ** 255n - 19n;
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const identity: Point = { x: 0n, y: 1n, z: 1n };

interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

/**
 * Whether 32 bytes are the canonical encoding of a point of edwards25519 that is not of small order. OpenSSL takes
 * any 32 bytes; and with a point of small order anyone could make signatures that fit.
 */
export function isEd25519PublicKey(bytes: Uint8Array): boolean {
  const encoded = littleEndian(bytes);
  const y = encoded & (2n ** 255n - 1n);
  if (bytes.length !== 32 || y >= prime) return false;
  const x = squareRoot(xSquared(y));
  if (x === undefined || (x === 0n && encoded >> 255n === 1n)) return false;
  return !hasSmallOrder({ x, y, z: 1n });
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** x² = (y² − 1) / (d·y² + 1) */
function xSquared(y: bigint): bigint {
  const ySquared = (y * y) % prime;
  return modulo((ySquared - 1n) * power(d * ySquared + 1n, prime - 2n));
}

/** RFC 8032, 5.1.3, step 3. The sign does not matter here. */
function squareRoot(square: bigint): bigint | undefined {
  const candidate = power(square, (prime + 3n) / 8n);
  const roots = [candidate, modulo(candidate * power(2n, (prime - 1n) / 4n))];
  return roots.find((root) => modulo(root * root) === square);
}

/** The cofactor is 8: a point of small order is the identity after three doublings. */
function hasSmallOrder(point: Point): boolean {
  const eightfold = double(double(double(point)));
  return eightfold.x === identity.x && eightfold.y === eightfold.z;
}

/** Projective doubling for a = −1 (https://hyperelliptic.org/EFD/g1p/auto-twisted-projective.html, dbl-2008-bbjlp). */
function double({ x, y, z }: Point): Point {
  const sum = (x + y) ** 2n;
  const c = x * x;
  const e = y * y;
  const f = modulo(e - c);
  const j = modulo(f - 2n * z * z);
  return { x: modulo(modulo(sum - c - e) * j), y: modulo(f * modulo(-c - e)), z: modulo(f * j) };
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = modulo(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

function modulo(value: bigint): bigint {
  return ((value % prime) + prime) % prime;
}
