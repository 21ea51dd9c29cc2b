export { levelOf } from './level-of.js';
export { logLevels, type LogFields, type Logger, type LogLevel } from './logger.js';
export { openLog, type LogOptions } from './open-log.js';
export { redacted, textWithoutSecrets, withoutSecrets } from './without-secrets.js';
