import type { HostState, Operation } from '#drivers';
import type { HostPort, OperationOutcome } from '../src/index.js';

/**
 * A host whose agent is killed after so many operations: those are carried out, no answer ever comes, and `killed`
 * settles. What the dead agent would have done next never happens.
 */
export class CrashingHost implements HostPort {
  #left: number;
  #die: () => void = () => undefined;
  readonly killed = new Promise<void>((resolve) => {
    this.#die = resolve;
  });

  constructor(
    private readonly host: HostPort,
    afterOperations: number,
  ) {
    this.#left = afterOperations;
  }

  get writes(): number {
    return this.host.writes;
  }

  observe(): Promise<HostState> {
    return this.host.observe();
  }

  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    if (operations.length < this.#left) {
      this.#left -= operations.length;
      return this.host.apply(operations);
    }
    await this.host.apply(operations.slice(0, this.#left));
    this.#die();
    return new Promise(() => undefined);
  }
}
