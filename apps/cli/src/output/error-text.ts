import type { CliError } from '../cli-error.js';
import { plainText } from './plain-text.js';
import { formatted, type OutputFormat } from './formatted.js';
import { problemView } from './problem-view.js';

/** What stands on standard error after a failed command, in the format of its answers. */
export function errorText(format: OutputFormat, error: CliError): string {
  const { code, message, problems } = error;
  return formatted(format, { error: { code, message, problems } }, () => errorView(error));
}

function errorView({ message, problems }: CliError): string {
  const [first, ...others] = problems;
  const saysItAgain = others.length === 0 && first?.path === '' && message.startsWith(first.detail);
  return saysItAgain
    ? `hercules: ${plainText(message)} [${plainText(first.code)}]\n`
    : `hercules: ${plainText(message)}\n${problemView(problems)}`;
}
