import type { LoggerService } from '@nestjs/common';
import type { Logger } from '#log';

/** Nest's own words in our log: its warnings and failures; its start-up chatter is left out. */
export function nestLogger(logger: Logger): LoggerService {
  return {
    log: () => undefined,
    warn: (message: unknown, context?: unknown) => {
      logger.warn(String(message), { context: String(context) });
    },
    error: (message: unknown, stack?: unknown) => {
      logger.error(String(message), { stack: String(stack) });
    },
  };
}
