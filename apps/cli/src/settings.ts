import { readFileSync } from 'node:fs';
import { CliError } from './cli-error.js';
import type { CliIo } from './cli-io.js';
import type { OutputFormat } from './output/formatted.js';

/** The options that every command has, as Commander gives them. */
export interface GlobalOptions {
  readonly url?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly output: OutputFormat;
  /** False after `--no-color`. */
  readonly color: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface Settings {
  /** Without a slash at its end. */
  readonly url: string;
  /** Absent: requests carry no token. */
  readonly token?: string;
  readonly format: OutputFormat;
  readonly colour: boolean;
  /** Milliseconds that one request may take. */
  readonly timeout: number;
}

export const defaultUrl = 'http://127.0.0.1:8480';

/** An option wins over the environment; a token wins over a file that holds one. */
export function settingsOf(options: GlobalOptions, io: CliIo): Settings {
  const token = tokenOf(options, io);
  return {
    url: urlOf(options.url ?? io.env['HERCULES_URL'] ?? defaultUrl),
    ...(token === undefined ? {} : { token }),
    format: options.output,
    colour: options.color && io.stdout.isTerminal && !io.env['NO_COLOR'],
    timeout: options.timeout,
  };
}

function urlOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new CliError(
      'usage',
      `'${text}' is not a controller url: give one as in '--url ${defaultUrl}'`,
    );
  }
  return text.replace(/\/+$/, '');
}

function tokenOf(options: GlobalOptions, io: CliIo): string | undefined {
  if (options.token !== undefined) return options.token;
  if (options.tokenFile !== undefined) return tokenIn(options.tokenFile);
  if (io.env['HERCULES_TOKEN']) return io.env['HERCULES_TOKEN'];
  const file = io.env['HERCULES_TOKEN_FILE'];
  return file ? tokenIn(file) : undefined;
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new CliError(
      'usage',
      `the token file '${file}' could not be read: check its path and mode`,
      {
        cause,
      },
    );
  }
}
