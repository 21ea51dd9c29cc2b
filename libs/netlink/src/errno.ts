import { constants } from 'node:os';
import { getSystemErrorMessage } from 'node:util';

/** The kernel's own ENOTSUPP (include/linux/errno.h), which a few drivers let out and no C library knows. */
const kernelOnly: readonly (readonly [number, string])[] = [[524, 'ENOTSUPP']];

/** Names that Linux gives a number besides its usual one; the usual one wins. */
const aliases = new Set(['EWOULDBLOCK', 'ENOTSUP', 'EDEADLOCK']);

const names = new Map<number, string>([
  ...kernelOnly,
  ...Object.entries(constants.errno)
    .filter(([name]) => !aliases.has(name))
    .map(([name, number]) => [number, name] as const),
]);

/** 'EEXIST' of 17; 'ERRNO999' of a number without a name. */
export function errnoName(errno: number): string {
  return names.get(errno) ?? `ERRNO${errno}`;
}

/** 'file already exists' of 17; '' where there is no text. */
export function errnoText(errno: number): string {
  const text = names.has(errno) ? getSystemErrorMessage(-errno) : '';
  return text.startsWith('Unknown system error') ? '' : text;
}
