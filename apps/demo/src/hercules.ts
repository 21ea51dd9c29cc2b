import { Readable } from 'node:stream';
import { runCli } from '#apps/cli';
import type { Cast } from './cast.js';
import { tokenFile } from './token-file.js';

/** The operator's command line, as in a shell; answers with what it says. */
export async function hercules(
  { api, directory }: Cast,
  ...args: readonly string[]
): Promise<string> {
  let said = '';
  let complained = '';
  const status = await runCli(args, {
    stdin: Readable.from([]),
    stdout: { write: (text) => void (said += text), isTerminal: false },
    stderr: { write: (text) => void (complained += text), isTerminal: false },
    env: { HERCULES_URL: api.url, HERCULES_TOKEN_FILE: tokenFile(directory) },
    now: () => new Date(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  if (status === 0) return said;
  throw new Error(`hercules ${args.join(' ')} ended with ${status}: ${complained}`);
}
