const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A new ULID (https://github.com/ulid/spec): 48 bits of milliseconds and 80 random bits, in 26 characters.
 * `random` holds 10 bytes.
 */
export function ulid(now: Date, random: Uint8Array): string {
  let number = BigInt(now.getTime());
  for (const byte of random.subarray(0, 10)) number = number * 256n + BigInt(byte);
  let text = '';
  for (let position = 0; position < 26; position += 1) {
    text = alphabet.charAt(Number(number % 32n)) + text;
    number /= 32n;
  }
  return text;
}

export function isUlid(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}
