/**
 * - `refused`: the kernel answered with an errno
 * - `overrun`: the receive buffer was full and messages were lost; only a fresh dump tells the state
 * - `malformed`: received bytes are no netlink message, or shorter than they claim
 * - `truncated`: a message was larger than the receive buffer
 * - `closed`: the socket was closed while an answer was awaited
 * - `timeout`: no answer came in time
 * - `dump-interrupted`: the state changed during every try of a dump
 */
export type NetlinkErrorCode =
  'refused' | 'overrun' | 'malformed' | 'truncated' | 'closed' | 'timeout' | 'dump-interrupted';

export interface NetlinkErrorOptions extends ErrorOptions {
  /** The kernel's errno name, as in 'EEXIST'; only with `refused`. */
  readonly errno?: string;
}

/** A failed conversation with the kernel. */
export class NetlinkError extends Error {
  override readonly name = 'NetlinkError';
  readonly errno: string | undefined;

  constructor(
    readonly code: NetlinkErrorCode,
    message: string,
    options: NetlinkErrorOptions = {},
  ) {
    super(message, options);
    this.errno = options.errno;
  }
}
