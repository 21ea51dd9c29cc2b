import { randomBytes } from 'node:crypto';
import type { CliIo, TextSink } from '../src/cli-io.js';
import { runCli } from '../src/index.js';

/** A sink that remembers. */
export class CapturedSink implements TextSink {
  text = '';

  constructor(readonly isTerminal = false) {}

  write(text: string): void {
    this.text += text;
  }
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** Runs the program in this process and tells all that came of it. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = new CapturedSink();
  const stderr = new CapturedSink();
  const io: CliIo = {
    stdin: chunksOf(options.stdin ?? ''),
    stdout,
    stderr,
    env: options.env ?? {},
    now: () => new Date(),
    randomBytes,
    ...(options.signal && { signal: options.signal }),
  };
  const status = await runCli(argv, io);
  return { status, stdout: stdout.text, stderr: stderr.text };
}

async function* chunksOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}
