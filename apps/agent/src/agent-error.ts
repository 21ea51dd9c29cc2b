export type AgentErrorCode =
  | 'state-damaged'
  | 'trust-anchor-fixed'
  | 'not-enrolled'
  | 'join-token-unreadable'
  | 'not-privileged'
  | 'controller-unreachable'
  | 'controller-refused';

/** A failure of the agent itself; expected outcomes of contracts are values. */
export class AgentError extends Error {
  override readonly name = 'AgentError';

  constructor(
    readonly code: AgentErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
