import { Option, type Command } from 'commander';
import { generateSigningKey, publicKeyOf, type PublicKey } from '#contract';
import type { CliIo } from '../cli-io.js';
import { keyTypes, readPublicKey, type KeyType } from '../documents/key-files.js';
import { writeOutput } from '../files.js';
import { fieldList } from '../output/table.js';
import { inSession, type Session } from '../session.js';

export function addKeyCommands(program: Command, io: CliIo): void {
  const group = program.command('key').description('signing keys of principals');
  group
    .command('new')
    .description('make a signing key in a file that only its owner can read')
    .addOption(
      new Option('--type <type>', 'kind of key').choices(Object.keys(keyTypes)).default('ed25519'),
    )
    .requiredOption('--out <file>', 'file for the private key (JWK)')
    .option('--force', 'replace a file that exists')
    .action(inSession(io, newKey));
  group
    .command('show <file>')
    .description('show the key id and the public key of a key file')
    .action(inSession(io, showKey));
}

interface NewKeyOptions {
  readonly type: KeyType;
  readonly out: string;
  readonly force?: true;
}

async function newKey(session: Session, { type, out, force }: NewKeyOptions): Promise<void> {
  const key = generateSigningKey(keyTypes[type]);
  const content = `${JSON.stringify(key, undefined, 2)}\n`;
  await writeOutput(out, content, session.io, { mode: 0o600, replace: force ?? false });
  printPublicKey(session, publicKeyOf(key));
}

async function showKey(session: Session, file: string): Promise<void> {
  printPublicKey(session, await readPublicKey(file, session.io));
}

function printPublicKey(session: Session, key: PublicKey): void {
  session.print({ keyId: key.kid, publicKey: key }, () =>
    fieldList({ 'key id': key.kid, 'public key': JSON.stringify(key) }),
  );
}
