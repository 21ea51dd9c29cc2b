import { CliError } from '../cli-error.js';
import type { FailureCode } from '../exit-codes.js';
import { problemAnswer, type ProblemAnswer } from './answers.js';

/** An answer of status 400 or above as the error that the command ends with. */
export function failedAnswer(status: number, body: unknown, hasToken: boolean): CliError {
  const parsed = problemAnswer.safeParse(body);
  const answer: ProblemAnswer = parsed.success ? parsed.data : {};
  const problems = answer.errors ?? [];
  if (codeOf(status) === 'refused' && problems.some(({ path }) => path !== '')) {
    return new CliError('refused', 'the controller refused this: mend what is named', { problems });
  }
  const said = sentence(answer.detail ?? `the controller answered with status ${status}`);
  return new CliError(codeOf(status), `${said}${advice(status, hasToken)}`, { problems });
}

function codeOf(status: number): FailureCode {
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return 'refused';
    case 401:
    case 403:
      return 'unauthorised';
    case 404:
    case 410:
      return 'not-found';
    case 409:
    case 412:
    case 428:
      return 'conflict';
    default:
      return 'failed';
  }
}

function advice(status: number, hasToken: boolean): string {
  switch (codeOf(status)) {
    case 'refused':
      return '; mend what is named and try again';
    case 'unauthorised':
      return status === 403
        ? '; use a token with the scope that this needs'
        : `; ${hasToken ? 'the token is wrong, expired or revoked: ' : ''}set HERCULES_TOKEN or give --token-file`;
    case 'conflict':
      return '; fetch the newest version and try again';
    case 'failed':
      return '; try again later';
    case 'not-found':
    case 'usage':
    case 'unreachable':
    case 'timed-out':
      return '';
  }
}

/** First letter small unless the first word is a name in capitals, and no full stop. */
function sentence(text: string): string {
  const start = /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return start.replace(/\.$/, '');
}
