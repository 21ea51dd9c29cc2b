import { randomBytes } from 'node:crypto';
import type { CliIo, TextSink } from './cli-io.js';

/** The world as the running process has it. */
export function processIo(signal: AbortSignal): CliIo {
  return {
    stdin: process.stdin,
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    env: process.env,
    now: () => new Date(),
    randomBytes,
    signal,
  };
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY,
  };
}
