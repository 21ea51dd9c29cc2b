/** Fields whose value is a secret whatever it looks like. `d` and `k` are the private parts of a JWK (RFC 7518). */
const secretFields = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'joinToken',
  'secret',
  'psk',
  'password',
  'passphrase',
  'privateKey',
  'private_key',
  'd',
  'k',
]);

/** Secrets that can be told by their look: our tokens, bearer credentials, private keys as PEM. */
const secretTexts =
  /\bhc_[0-9a-f]{16}\.[\w-]{43}|\bhj_[\w-]{43}|\bBearer\s+\S+|-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^]*?(?:-----END \1-----|$)/g;

export const redacted = '[redacted]';

const deepest = 8;

/** The same value, with {@link redacted} wherever a secret stood: by the name of the field, or by the look of a text. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return textWithoutSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      secretFields.has(name) ? redacted : withoutSecrets(member, depth + 1),
    ]),
  );
}

export function textWithoutSecrets(text: string): string {
  return text.replaceAll(secretTexts, redacted);
}
