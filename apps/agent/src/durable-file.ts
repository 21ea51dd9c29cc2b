import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a file as a whole: after a crash the old content is there, or the new. Readable by its owner only. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const draft = `${path}.new`;
  withFile(draft, 'w', (file) => {
    const bytes = Buffer.from(content);
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  });
  renameSync(draft, path);
  flushDirectory(path);
}

/** Removes a file for good; none is none. */
export function removeDurably(path: string): void {
  rmSync(path, { force: true });
  flushDirectory(path);
}

function flushDirectory(path: string): void {
  withFile(dirname(path), 'r', () => undefined);
}

function withFile(path: string, flags: string, use: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    use(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
