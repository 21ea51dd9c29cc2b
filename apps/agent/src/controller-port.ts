import type { DesiredIndex, HostReport } from '#protocol';

export interface DesiredAnswer {
  /** Stands for this index in later questions. */
  readonly etag: string;
  readonly index: DesiredIndex;
}

/** The controller as the host needs it. Every call may fail with AgentError: the controller may be gone at any time. */
export interface ControllerPort {
  /** What is wanted of this host; undefined when it is what the tag stands for. */
  desired(etag: string | undefined): Promise<DesiredAnswer | undefined>;
  /** The bytes of a signed document. Nothing about them has been checked. */
  document(digest: string): Promise<Uint8Array>;
  report(report: HostReport): Promise<void>;
  /** Calls back at every hint that something may have changed, until the stream or the signal ends. */
  hints(onHint: () => void, signal: AbortSignal): Promise<void>;
}

/** Where usage is handed over. May fail as {@link ControllerPort} does. */
export interface UsagePort {
  /** Hands over signed windows of usage; answers with the sequence number that is wanted next. */
  usage(windows: readonly string[]): Promise<number>;
}
