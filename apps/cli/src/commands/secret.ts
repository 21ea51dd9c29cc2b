import type { Command } from 'commander';
import { digestOf, isWeakSecret, leastSecretBytes, sealSecret } from '#contract';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { readPublicKey } from '../documents/key-files.js';
import { readInput } from '../files.js';
import { fieldList } from '../output/table.js';
import { inSession, type Session } from '../session.js';

export function addSecretCommands(program: Command, io: CliIo): void {
  program
    .command('secret')
    .description('secrets that only one host can read')
    .command('seal <file>')
    .description("seal a tunnel's shared secret for one host; its bytes are taken as they are")
    .requiredOption(
      '--for <key>',
      "the host's public key: a JWK, or a file with one ('hercules-agent --show-key')",
    )
    .action(inSession(io, seal));
}

async function seal(
  session: Session,
  file: string,
  { for: key }: { readonly for: string },
): Promise<void> {
  const recipient = await readPublicKey(key, session.io);
  if (recipient.crv !== 'Ed25519') {
    throw new CliError('refused', 'secrets are sealed for hosts, whose keys are Ed25519 keys');
  }
  const secret = Buffer.from(await readInput(file, session.io));
  if (isWeakSecret(secret)) {
    throw new CliError(
      'refused',
      `the secret is too weak: use at least ${leastSecretBytes} random bytes, as of 'openssl rand 32'`,
    );
  }
  const sealed = { secretDigest: digestOf(secret), secret: sealSecret(secret, recipient) };
  session.print(sealed, () =>
    fieldList({ 'secret digest': sealed.secretDigest, 'sealed secret': sealed.secret }),
  );
}
