import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the controller has written its first token. */
export function tokenFile(directory: string): string {
  return join(directory, 'controller', 'admin-token');
}

export function readToken(directory: string): string {
  return readFileSync(tokenFile(directory), 'utf8').trim();
}
