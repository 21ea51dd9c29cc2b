import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from './cli-error.js';
import type { CliIo } from './cli-io.js';
import { errorMember } from './error-member.js';

interface WriteOptions {
  /** Permission bits of a new file. */
  readonly mode?: number;
  /** Whether a file that exists may be replaced. */
  readonly replace?: boolean;
}

/** Reads a file, or standard input where the name is `-`. */
export async function readInput(file: string, io: CliIo): Promise<Uint8Array> {
  if (file === '-') return readAll(io.stdin);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new CliError(
      'failed',
      `'${file}' could not be read (${errnoOf(cause)}): check its path and mode`,
      {
        cause,
      },
    );
  }
}

/**
 * Writes a file as a whole or not at all: a crash leaves the old one. A name of `-` is standard output.
 * @throws CliError `conflict` when the file exists and may not be replaced.
 */
export async function writeOutput(
  file: string,
  content: string | Uint8Array,
  io: CliIo,
  { mode = 0o644, replace = true }: WriteOptions = {},
): Promise<void> {
  if (file === '-') {
    if (typeof content !== 'string') {
      throw new CliError('usage', "bytes don't go to standard output: name a file with --out");
    }
    io.stdout.write(content);
    return;
  }
  if (!replace && (await isThere(file))) {
    throw new CliError('conflict', `'${file}' exists: choose another name or add --force`);
  }
  try {
    await ((await isSpecial(file)) ? writeFile(file, content) : replaceFile(file, content, mode));
  } catch (cause) {
    const why = errnoOf(cause);
    throw new CliError('failed', `'${file}' could not be written (${why}): check its folder`, {
      cause,
    });
  }
}

export async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** A device or a pipe, as `/dev/null`: it takes what is written and must not be replaced by a file. */
async function isSpecial(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
}

async function replaceFile(
  file: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const draft = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    const handle = await open(draft, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function errnoOf(cause: unknown): string {
  const code = errorMember(cause, 'code');
  return typeof code === 'string' ? code : 'unknown reason';
}
