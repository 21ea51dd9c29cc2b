import { levelOf, openLog } from '#log';

/** One line of JSON a call, on standard error: time, level, what happened, and what is needed to find it again. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

const logger = openLog({ service: 'agent', level: levelOf(process.env) ?? 'info' });

export const jsonLog: Log = (level, message, details = {}) => {
  logger[level](message, details);
};
