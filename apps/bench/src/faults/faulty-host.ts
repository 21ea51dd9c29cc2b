import type { HostState, Operation } from '#drivers';
import type { HostPort, OperationOutcome } from '#engine';

/** What happens when the given operation (counted from 1) is due. */
export interface Fault {
  readonly at: number;
  /** `error`: it fails and is not carried out. `kill`: the agent dies, and what is left is never carried out. */
  readonly kind: 'error' | 'kill';
}

/** A host on which one operation goes wrong, once. */
export class FaultyHost implements HostPort {
  #count = 0;

  constructor(
    private readonly host: HostPort,
    private readonly fault: Fault,
    /** How the agent dies; must not return. */
    private readonly die: () => Promise<never>,
  ) {}

  get writes(): number {
    return this.host.writes;
  }

  /** A kill behind the last operation falls on the reading that is to verify it. */
  observe(): Promise<HostState> {
    const isBehindLast = this.#count > 0 && this.#count === this.fault.at - 1;
    return this.fault.kind === 'kill' && isBehindLast ? this.die() : this.host.observe();
  }

  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    const place = this.fault.at - this.#count - 1;
    this.#count += operations.length;
    const faulty = operations[place];
    if (faulty === undefined) return this.host.apply(operations);
    const done = await this.host.apply(operations.slice(0, place));
    if (this.fault.kind === 'kill') return this.die();
    const failure = { errno: 'EIO', detail: `${faulty.action} ${faulty.identity}: EIO (injected)` };
    const rest = await this.host.apply(operations.slice(place + 1));
    return [...done, { identity: faulty.identity, failure }, ...rest];
  }
}
