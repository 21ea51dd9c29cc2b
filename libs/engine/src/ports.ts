import type { HostState, Identity, Operation, Owner, ProvidedState, ProvidedType } from '#drivers';

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

/**
 * How something does its work that is as it was asked for: a tunnel that is set up as signed carries nothing while its
 * peer is silent.
 */
export interface ServiceHealth {
  readonly owner: Owner;
  readonly state: 'working' | 'starting' | 'degraded' | 'failed';
  /** A word with dashes, as in 'peer-silent'. */
  readonly reason: string;
  /** For an operator: what is wrong, and where to look. */
  readonly message: string;
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
  /** Absent: nothing of it does work that could fail by itself. */
  health?(): readonly ServiceHealth[];
}

/** Tells that something may have changed. */
export interface Bell {
  /** Calls back whenever that may be so; answers with how to stop. */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** A host that tells when it may have changed. */
export interface WatchedHost extends HostPort, Bell {}

/**
 * What looks after the families that the kernel's routing sockets know nothing of: `CompositeHost` puts its reading beside
 * the kernel's and passes on to it the operations on its families. All that is said of `HostPort` holds.
 */
export interface HostProvider extends Omit<HostPort, 'observe'>, Bell {
  readonly types: readonly ProvidedType[];
  /**
   * The list of each of its families, or none where the family can't be had now: then what needs it is refused with
   * `capability-missing`. The very same object as before where nothing changed.
   */
  observe(): Promise<ProvidedState>;
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
