/** The way to one collector. */
export interface FlowTransport {
  /** A stream of octets: nothing is lost on it, and templates are told once for each connection. */
  readonly isReliable: boolean;
  /** The collector's host has said since `ready` that nobody listens. */
  readonly isRefused: boolean;
  /** Makes the connection where there is none; false: it can't be had now. */
  ready(): Promise<boolean>;
  /** One after the other; answers with how many went out. The rest can't be sent now, and may be tried later. */
  send(messages: readonly Buffer[]): Promise<number>;
  /** Changes with every connection; what the collector was told before belongs to another one. */
  readonly connection: number;
  close(): void;
}
