import type { Capabilities, HostState, InterfaceName, Operation, Resource } from '#drivers';
import { ModelKernel } from './model-kernel.js';
import type { Refusal } from './model-refusals.js';
import type { HostPort, OperationOutcome } from './ports.js';

/** Decides whether the n-th change that is asked of a model host (counted from 1) fails, and how: an errno name. */
export type FaultPlan = (operation: Operation, count: number) => string | undefined;

/**
 * A small model of a Linux host behind the host port: links with masters, what hangs on them, and the refusals that
 * the kernel gives. For tests and dry runs; the kernel suite holds it to the real thing.
 */
export class ModelHost implements HostPort {
  #kernel = new ModelKernel();
  #count = 0;
  /** Readings of the whole host. */
  observations = 0;
  fault: FaultPlan = () => undefined;
  /** What the host is known to be able to do, and lacks where it says so; undefined: it can do everything. */
  capabilities: Capabilities | undefined;

  constructor(resources: readonly Resource[] = []) {
    this.place(...resources);
  }

  /** Changes that were asked for, also those that were refused. */
  get writes(): number {
    return this.#count;
  }

  /** Somebody else puts objects on the host, or in the place of what stands there. */
  place(...resources: readonly Resource[]): void {
    for (const resource of resources) this.#kernel.place(resource);
  }

  /** Somebody else takes objects away. */
  take(...resources: readonly Resource[]): void {
    for (const resource of resources) this.#kernel.remove(resource);
  }

  /** Somebody pulls a cable, or puts it back. */
  setCarrier(name: InterfaceName, isThere: boolean): void {
    this.#kernel.setCarrier(name, isThere);
  }

  /** The host is one without an IKE daemon. */
  loseIpsec(): void {
    this.#kernel.loseIpsec();
  }

  /** The host is one without nftables. */
  loseNft(): void {
    this.#kernel.loseNft();
  }

  /** Another host in the same state, for trying something out. */
  copy(): ModelHost {
    const twin = new ModelHost();
    twin.#kernel = this.#kernel.copy();
    twin.capabilities = this.capabilities;
    return twin;
  }

  observe(): Promise<HostState> {
    this.observations += 1;
    const state = this.#kernel.read();
    const { capabilities } = this;
    return Promise.resolve(capabilities === undefined ? state : { ...state, capabilities });
  }

  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    return Promise.resolve(operations.map((operation) => this.#carryOut(operation)));
  }

  #carryOut(operation: Operation): OperationOutcome {
    this.#count += 1;
    const { action, identity } = operation;
    const errno = this.#refusal(operation, this.fault(operation, this.#count));
    if (errno === undefined) return { identity };
    return { identity, failure: { errno, detail: `${action} ${identity}: ${errno}` } };
  }

  /** A re-creation fails in its second half, when the old link is gone. */
  #refusal({ action, before, after }: Operation, fault: Refusal): Refusal {
    const goes = action === 'recreate' || (action === 'delete' && fault === undefined);
    if (goes && before !== null) this.#kernel.remove(before);
    if (fault !== undefined || after === null) return fault;
    if (after.type === 'link' && this.capabilities?.[`link:${after.kind}`] === false) {
      return 'EOPNOTSUPP';
    }
    return action === 'change' || action === 'adopt'
      ? this.#kernel.change(after)
      : this.#kernel.create(after);
  }
}
