import { hashOfSecret, isSecret, newSecret } from './secret.js';

describe('secret', () => {
  it('has 256 bits and is never the same', () => {
    const [one, other] = [newSecret(), newSecret()];

    expect(Buffer.from(one, 'base64url')).toHaveLength(32);
    expect(one).not.toBe(other);
  });

  it('is known by its hash, which does not hold it', () => {
    const secret = newSecret();

    expect(isSecret(secret, hashOfSecret(secret))).toBe(true);
    expect(hashOfSecret(secret)).not.toContain(secret);
  });

  it.each(['', 'A'.repeat(43)])('is not %j', (guess) => {
    expect(isSecret(guess, hashOfSecret(newSecret()))).toBe(false);
  });
});
