import type { Command } from 'commander';
import { ApiClient } from './api/api-client.js';
import type { CliIo } from './cli-io.js';
import { coloured, plain, type Paint } from './output/paint.js';
import { formatted } from './output/formatted.js';
import { settingsOf, type GlobalOptions, type Settings } from './settings.js';

/** What a command works with. */
export interface Session {
  readonly io: CliIo;
  readonly settings: Settings;
  readonly api: ApiClient;
  readonly paint: Paint;
  /** Shows an answer: the view for a person, or the whole value as JSON or YAML. */
  print(value: unknown, view: () => string): void;
  /** Says something beside the answer, on standard error. */
  note(text: string): void;
}

type Handler<Args extends readonly unknown[]> = (session: Session, ...args: Args) => Promise<void>;

/** A Commander action that gets a session made of the global options in place of Commander's command. */
export function inSession<Args extends readonly unknown[]>(
  io: CliIo,
  handler: Handler<Args>,
): (...args: [...Args, Command]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command;
    const args = all.slice(0, -1) as unknown as Args;
    await handler(openSession(io, command.optsWithGlobals()), ...args);
  };
}

function openSession(io: CliIo, options: GlobalOptions): Session {
  const settings = settingsOf(options, io);
  return {
    io,
    settings,
    api: new ApiClient(settings, io.signal),
    paint: settings.colour ? coloured : plain,
    print: (value, view) => {
      io.stdout.write(formatted(settings.format, value, view));
    },
    note: (text) => {
      io.stderr.write(`${text}\n`);
    },
  };
}
