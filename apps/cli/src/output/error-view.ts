import type { CliError } from '../cli-error.js';
import { plainText } from './plain-text.js';
import { problemView } from './problem-view.js';

/** What stands on standard error after a failed command. */
export function errorView(error: CliError): string {
  return `hercules: ${plainText(error.message)}\n${problemView(error.problems)}`;
}
