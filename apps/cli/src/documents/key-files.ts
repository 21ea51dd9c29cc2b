import {
  accept,
  parseSigningKey,
  parseStrictJson,
  parseWith,
  publicKey,
  publicKeyOf,
  publicKeyProblems,
  refuse,
  type Curve,
  type PublicKey,
  type Result,
  type SigningKey,
} from '#contract';
import type { CliIo } from '../cli-io.js';
import { readInput } from '../files.js';
import { taken } from './read-document.js';

/** What `--type` calls the curves. */
export const keyTypes = {
  ed25519: 'Ed25519',
  p256: 'P-256',
  p384: 'P-384',
} as const satisfies Record<string, Curve>;

export type KeyType = keyof typeof keyTypes;

/** @throws CliError `refused`; never quotes the secret. */
export async function readSigningKey(file: string, io: CliIo): Promise<SigningKey> {
  return taken(parseSigningKey(await readInput(file, io)), `'${file}' is not a signing key`);
}

/** The public key that an argument means: a JWK itself, or a file with a public or a signing key. */
export async function readPublicKey(argument: string, io: CliIo): Promise<PublicKey> {
  const bytes = argument.startsWith('{') ? Buffer.from(argument) : await readInput(argument, io);
  return taken(publicKeyIn(bytes), `'${nameOf(argument)}' is not a public key`);
}

/** The public key in a file that holds one or a signing key. */
export function publicKeyIn(bytes: Uint8Array): Result<PublicKey> {
  const signingKey = parseSigningKey(bytes);
  return signingKey.ok ? accept(publicKeyOf(signingKey.value)) : parsePublicKey(bytes);
}

function parsePublicKey(bytes: Uint8Array): Result<PublicKey> {
  const json = parseStrictJson(bytes);
  if (!json.ok) return json;
  const key = parseWith(publicKey, json.value);
  if (!key.ok) return key;
  const problems = publicKeyProblems(key.value, '');
  return problems.length > 0 ? refuse(...problems) : key;
}

/** A JWK on the command line might hold a secret by mistake: it is not shown again. */
function nameOf(argument: string): string {
  return argument.startsWith('{') ? 'the JWK given' : argument;
}
