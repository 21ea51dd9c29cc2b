import type { HostState, Identity, Operation } from '#drivers';

/** What became of one operation of a batch. */
export interface OperationOutcome {
  readonly identity: Identity;
  /** Absent: done. */
  readonly failure?: OperationFailure;
}

export interface OperationFailure {
  /** The kernel's errno name, as in 'EEXIST'. */
  readonly errno: string;
  /** Lower-case sentence: what was attempted on what, the errno and the kernel's own text where it gave one. */
  readonly detail: string;
}

/** The host as the engine needs it: read all of it, change some of it. */
export interface HostPort {
  /** Reads the whole host, one dump for each family. */
  observe(): Promise<HostState>;
  /**
   * Carries out operations in the order given, in as few conversations as the host allows. Does not stop at a
   * failure of one: what depends on it fails by itself and is told apart. Never throws for a refused operation.
   *
   * A link whose creation fails half-way carries our mark or is taken away again: nobody could tell that it was ours.
   * To remove what is not there is no failure. A resource without an owner must not be marked as ours: it belongs to
   * somebody else and only comes back with the link on which it was.
   */
  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]>;
  /** Messages sent since the start that ask the host to change something, also those that it refused. */
  readonly writes: number;
}

/** Time as the engine needs it. */
export interface Clock {
  now(): Date;
}

/** Waking up later, as the engine needs it. */
export interface Timers {
  /** Calls back once after so many milliseconds; the answer disarms it. */
  after(milliseconds: number, callback: () => void): () => void;
}
