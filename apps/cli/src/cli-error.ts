import type { Problem } from '#contract';
import type { FailureCode } from './exit-codes.js';

interface CliErrorOptions {
  readonly cause?: unknown;
  /** Each place that has to be mended; absent: the message says all. */
  readonly problems?: readonly Problem[];
}

/** A command could not do what was asked. The message is one lower-case sentence that says what to do next. */
export class CliError extends Error {
  readonly problems: readonly Problem[];

  constructor(
    readonly code: FailureCode,
    message: string,
    options: CliErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.problems = options.problems ?? [];
  }
}
