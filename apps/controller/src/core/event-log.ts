import type { Logger, LogLevel } from '#log';
import type { EventType, Told } from './journal.js';

/** What an operator should look at, and what only says that work goes on. Everything else is `info`. */
const levels: Partial<Readonly<Record<EventType, LogLevel>>> = {
  'contract.drifted': 'warn',
  'contract.degraded': 'warn',
  'contract.check-failed': 'warn',
  'report.received': 'debug',
  'operation.updated': 'debug',
};

/** Events as lines of the log, with the contract, host or charter that each is about as a field of its own. */
export function logEvents(logger: Logger): (event: Told) => void {
  return ({ type, subject, actor, data }) => {
    const [kind = 'subject', id = subject] = subject.split(/ (.*)/s);
    logger[levels[type] ?? 'info'](type, { ...data, [kind]: id, actor });
  };
}
