import type { InterfaceName, Operation } from '#drivers';
import type { OperationFailure } from '#engine';
import type { Answer } from './batch.js';
import { errnoName, errnoText } from './errno.js';
import type { NetlinkError, NetlinkErrorCode } from './netlink-error.js';

/** What the kernel's answer means for the operation; undefined: done, or refused in a way that is as good as done. */
export function failureOf(
  operation: Operation,
  answer: Answer,
  tolerated: readonly string[] = [],
): OperationFailure | undefined {
  if ('lost' in answer) return lostAnswer(operation, answer.lost);
  const errno = errnoName(answer.errno);
  if (answer.errno === 0 || tolerated.includes(errno)) return undefined;
  const words = [errnoText(answer.errno), answer.text ?? '']
    .filter((part) => part !== '')
    .join(': ');
  return failure(operation, errno, words);
}

/** An operation that needs a link which is not there. */
export function missingLink(operation: Operation, name: InterfaceName): OperationFailure {
  return failure(operation, 'ENODEV', `link ${name}, which it needs, is not there`);
}

export function failure(operation: Operation, errno: string, words: string): OperationFailure {
  const attempt = `${operation.action} ${operation.identity}: ${errno}`;
  return { errno, detail: words === '' ? attempt : `${attempt} (${words})` };
}

/** Nobody knows whether the kernel did it: only the next dump tells. */
function lostAnswer(operation: Operation, error: NetlinkError): OperationFailure {
  return failure(operation, error.errno ?? lostErrno[error.code], error.message);
}

const lostErrno = {
  refused: 'EIO',
  overrun: 'ENOBUFS',
  malformed: 'EBADMSG',
  truncated: 'EMSGSIZE',
  closed: 'EBADF',
  timeout: 'ETIMEDOUT',
  'dump-interrupted': 'EINTR',
} as const satisfies Record<NetlinkErrorCode, string>;
