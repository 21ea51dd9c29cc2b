/**
 * - `malformed`: received bytes are no vici message, or shorter or longer than they claim
 * - `oversized`: a name, value or message is longer than the protocol can carry, or a name is empty
 * - `unknown-command`, `unknown-event`: the daemon has no such command or event; which it has depends on its version
 * - `refused`: the daemon answered `success = no`; the message ends with its own words
 * - `timeout`: no answer came in time, and the socket was given up
 * - `closed`: the socket was closed while an answer was awaited
 * - `unreachable`: nobody listens at the socket
 */
export type ViciErrorCode =
  | 'malformed'
  | 'oversized'
  | 'unknown-command'
  | 'unknown-event'
  | 'refused'
  | 'timeout'
  | 'closed'
  | 'unreachable';

/** A failed conversation with an IKE daemon. Messages never hold what was sent: it may be a secret. */
export class ViciError extends Error {
  override readonly name = 'ViciError';

  constructor(
    readonly code: ViciErrorCode,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }
}
