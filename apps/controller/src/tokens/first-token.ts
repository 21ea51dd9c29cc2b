import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '#store';
import type { Logger } from '#log';
import type { TokenDesk } from './token-desk.js';

/**
 * On the very first start, makes one token that may do everything and writes it to `admin-token` in the data
 * folder, readable by the owner only. The log tells the path, never the token.
 */
export async function createFirstToken(
  store: Store,
  desk: TokenDesk,
  dataDir: string | undefined,
  logger: Logger,
): Promise<string | undefined> {
  if ((await store.apiTokens.list()).length > 0) return undefined;
  const { token } = await desk.create({ name: 'first', scopes: ['admin'] });
  if (dataDir === undefined) return token;
  const file = join(dataDir, 'admin-token');
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  logger.info('created the first token', { file });
  return token;
}
