#!/usr/bin/env node
import { lendDriverKit } from '#catalog';
import { processIo } from './process-io.js';
import { runCli } from './run-cli.js';

lendDriverKit();
const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
});
// A reader that went away (`hercules … | head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), processIo(interrupt.signal));
