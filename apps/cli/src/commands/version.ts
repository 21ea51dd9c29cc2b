import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { inSession, type Session } from '../session.js';

export function addVersionCommand(program: Command, io: CliIo): void {
  program
    .command('version')
    .description('show the version of this program')
    .action(inSession(io, showVersion));
}

async function showVersion(session: Session): Promise<void> {
  const version = programVersion();
  session.print({ version, node: process.version }, () => `hercules ${version}\n`);
  return Promise.resolve();
}

/** The version in the project's package.json, the nearest one above this file, be it source or built. */
export function programVersion(folder: string = import.meta.dirname): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return versionIn(manifest);
  } catch {
    const above = join(folder, '..'); // Not in this folder: one further up.
    return above === folder ? 'unknown' : programVersion(above);
  }
}

function versionIn(manifest: unknown): string {
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
