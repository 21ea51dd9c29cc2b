/**
 * Errors that say nothing about the object but that the kernel, or whoever is asked, had no room, no time or other things
 * to do (errno(3)); ENOBUFS and ETIMEDOUT are also what is told of an answer that was lost.
 */
const passing: ReadonlySet<string> = new Set([
  'EAGAIN',
  'EBUSY',
  'EINTR',
  'ENOBUFS',
  'ENOMEM',
  'ETIMEDOUT',
]);

/** Whether an errno name is that of an error that may be gone a moment later. */
export function isPassing(errno: string): boolean {
  return passing.has(errno);
}
