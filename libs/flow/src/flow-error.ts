export type FlowErrorCode =
  /** This machine or process can't load eBPF programs. */
  | 'unavailable'
  /** The kernel refused what was attempted. */
  | 'refused'
  /** Bytes that should be of a known layout are not. */
  | 'malformed';

export class FlowError extends Error {
  constructor(
    readonly code: FlowErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'FlowError';
  }
}
