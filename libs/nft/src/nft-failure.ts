import { constants } from 'node:os';
import { getSystemErrorMessage } from 'node:util';
import type { Operation } from '#drivers';
import type { OperationFailure } from '#engine';

/** strerror's sentences, as nft writes them, where they differ from libuv's. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/Operation not permitted/, 'EPERM'],
  [/No such file or directory/, 'ENOENT'],
  [/No such device/, 'ENODEV'],
  [/File exists/, 'EEXIST'],
  [/Invalid argument/, 'EINVAL'],
  [/Operation not supported/, 'EOPNOTSUPP'],
  [/Device or resource busy/, 'EBUSY'],
  [/Cannot allocate memory/, 'ENOMEM'],
];

export function nftFailure(
  { action, identity }: Pick<Operation, 'action' | 'identity'>,
  complaint: string,
): OperationFailure {
  const errno = errnoIn(complaint);
  const words = complaint.trim().split('\n')[0] ?? '';
  return {
    errno,
    detail: `${action} ${identity}: ${errno} (${explained(errno)}); nft says: ${words}`,
  };
}

/** EIO where nft found fault with the script itself. */
function errnoIn(complaint: string): string {
  return sentences.find(([sentence]) => sentence.test(complaint))?.[1] ?? 'EIO';
}

function explained(errno: string): string {
  const numbers: Readonly<Record<string, number>> = constants.errno;
  return getSystemErrorMessage(-(numbers[errno] ?? 0)).toLowerCase();
}
