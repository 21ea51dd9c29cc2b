import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { execa } from 'execa';

/** What the program said and how it ended. */
export interface NftAnswer {
  readonly ok: boolean;
  /** JSON of libnftables-json(5), or '' where nothing was to be told. */
  readonly output: string;
  /** Its complaints. */
  readonly complaint: string;
}

/** Runs `nft`. Does not throw for what the program refuses. */
export type Nft = (args: readonly string[]) => Promise<NftAnswer>;

/** Where Debian puts such programs, and where an administrator's own build may be. */
const usualPlaces = ['/usr/sbin', '/sbin', '/usr/local/sbin', '/usr/bin'];
/** Milliseconds; a table of a thousand rules takes some tens. */
const patience = 30_000;

/** A program on the search path or in the usual places, as an absolute path; undefined: there is none. */
export async function findProgram(
  name: string,
  searchPath = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const places = [...searchPath.split(':').filter(isAbsolute), ...usualPlaces];
  for (const place of places) {
    const file = join(place, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

export function nftAt(file: string): Nft {
  return async (args) => {
    const { failed, stdout, stderr, exitCode } = await execa(file, args, {
      stdin: 'ignore',
      env: { LC_ALL: 'C' },
      extendEnv: false,
      reject: false,
      timeout: patience,
    });
    const silence = failed && stderr === '' ? `nft ended with ${exitCode ?? 'a signal'}` : '';
    return { ok: !failed, output: stdout, complaint: stderr + silence };
  };
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
