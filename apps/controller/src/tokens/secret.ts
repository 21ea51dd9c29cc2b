import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is stored of a secret. One round of SHA-256 is right here: a slow hash protects what people can guess, and
 * 256 random bits can't be guessed, however fast the guessing.
 */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Takes the same time whether and wherever the two differ. */
export function isSecret(presented: string, storedHash: string): boolean {
  const left = Buffer.from(hashOfSecret(presented));
  const right = Buffer.from(storedHash);
  return left.length === right.length && timingSafeEqual(left, right);
}
