import { logLevels, type LogLevel } from './logger.js';

/** The level that the environment asks for by HERCULES_LOG_LEVEL; undefined: it says nothing, or none that there is. */
export function levelOf(
  environment: Readonly<Record<string, string | undefined>>,
): LogLevel | undefined {
  return logLevels.find((level) => level === environment['HERCULES_LOG_LEVEL']);
}
