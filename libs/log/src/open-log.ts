import { destination, pino, stdTimeFunctions, type DestinationStream } from 'pino';
import type { LogFields, Logger, LogLevel } from './logger.js';
import { textWithoutSecrets, withoutSecrets } from './without-secrets.js';

export interface LogOptions {
  /** Which program speaks: `controller`, `agent`. */
  readonly service: string;
  /** What is less than this is left out. */
  readonly level?: LogLevel;
  /** Asked at every line: what the work at hand is about, such as the id of the request. */
  readonly about?: () => LogFields;
  /** Absent: standard error, without delay, so that the last words of a program that falls are there. */
  readonly to?: DestinationStream;
}

/**
 * One JSON object a line: `time` (RFC 3339), `level`, `service`, `message`, then the fields. Secrets are taken out by
 * {@link withoutSecrets} and not by pino's paths, which end at a fixed depth and look into no text.
 */
export function openLog({ service, level = 'info', about, to }: LogOptions): Logger {
  const log = pino(
    {
      level,
      base: { service },
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecrets(fields) as Record<string, unknown>,
      },
      ...(about !== undefined && { mixin: () => ({ ...about() }) }),
    },
    to ?? destination({ dest: 2, sync: true }),
  );
  const sayAt =
    (at: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      log[at](fields, textWithoutSecrets(message));
    };
  return { debug: sayAt('debug'), info: sayAt('info'), warn: sayAt('warn'), error: sayAt('error') };
}
