import { CommanderError } from 'commander';
import { CliError } from './cli-error.js';
import type { CliIo } from './cli-io.js';
import { exitCodes } from './exit-codes.js';
import { errorText } from './output/error-text.js';
import { createProgram } from './program.js';
import type { GlobalOptions } from './settings.js';

/**
 * Runs one command, `argv` without the names of node and the script, and tells its exit status. Never throws and never
 * ends the process.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const program = createProgram(io);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : exitCodes.usage.status;
    const error = cause instanceof CliError ? cause : unexpected(cause);
    io.stderr.write(errorText(program.opts<GlobalOptions>().output, error));
    return exitCodes[error.code].status;
  }
}

function unexpected(cause: unknown): CliError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new CliError('failed', `unexpected failure: ${said}; please report it`, { cause });
}
