import { execa } from 'execa';
import type { Cast } from '../cast.js';
import { tokenFile } from '../token-file.js';
import { contractId } from '../site.js';

/** Runs a command of whoever wants to look at the site while everything stands. */
export async function visitors(
  { api, directory, prometheus, say }: Cast,
  command: string,
): Promise<void> {
  say.chapter(`Somebody has a look: ${command}`);
  const { exitCode, failed } = await execa(command, {
    shell: true,
    reject: false,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      HERCULES_URL: api.url,
      HERCULES_TOKEN_FILE: tokenFile(directory),
      HERCULES_CONTRACT: contractId,
      PROMETHEUS_URL: prometheus,
    },
  });
  say.check(!failed, `it ended with status ${exitCode ?? 'unknown'}`);
}
