import type { InterfaceName, LinkResource, Operation } from '#drivers';
import type { OperationFailure, OperationOutcome } from '#engine';
import type { Batch } from './batch.js';
import { switchIpv6 } from './ipv6-switch.js';
import { makeLinks, type BeforeUp, type LinkTools } from './link-creation.js';
import type { LinkDirectory } from './link-directory.js';
import { failure, failureOf, missingLink } from './operation-failure.js';
import { stepsOf } from './operation-steps.js';
import type { Step } from './step.js';

type Failures = Map<Operation, OperationFailure>;

/** Turns operations into few large sends. */
export class HostWriter implements LinkTools {
  /** Switches written since the start. */
  switched = 0;

  constructor(
    readonly batch: Batch,
    readonly links: LinkDirectory,
    readonly refresh: () => Promise<void>,
    readonly beforeUp?: BeforeUp,
  ) {}

  /** In the order given; what stands next to each other and is of one sort shares a conversation. */
  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    const failures: Failures = new Map();
    for (const run of splitIntoRuns(operations)) {
      const failed = makesLink(run[0]) ? await makeLinks(run, this) : await this.carryOut(run);
      for (const [operation, reason] of failed) failures.set(operation, reason);
    }
    return operations.map((operation) => {
      const reason = failures.get(operation);
      return { identity: operation.identity, ...(reason === undefined ? {} : { failure: reason }) };
    });
  }

  switchIpv6(link: InterfaceName, on: boolean): string | undefined {
    this.switched += 1;
    return switchIpv6(link, on);
  }

  /** IPv6 goes off before anything of the run comes up, and on after its MTU is large enough. */
  private async carryOut(run: readonly Operation[]): Promise<Failures> {
    const failures: Failures = new Map();
    this.switchIpv6Of(run, false, failures);
    const work = run.flatMap((operation) => this.workOf(operation, failures));
    const answers = await this.batch.run(work.map(({ request }) => request));
    for (const [position, answer] of answers.entries()) {
      const done = work[position];
      const reason =
        done === undefined ? undefined : failureOf(done.operation, answer, done.tolerated);
      if (done !== undefined && reason !== undefined && !failures.has(done.operation)) {
        failures.set(done.operation, reason);
      }
    }
    this.switchIpv6Of(run, true, failures);
    for (const operation of run) if (!failures.has(operation)) this.forget(operation);
    return failures;
  }

  private workOf(
    operation: Operation,
    failures: Failures,
  ): readonly (Step & { readonly operation: Operation })[] {
    if (failures.has(operation)) return [];
    const steps = stepsOf(operation, this.links);
    if (!('missing' in steps)) return steps.map((step) => ({ ...step, operation }));
    failures.set(operation, missingLink(operation, steps.missing));
    return [];
  }

  private switchIpv6Of(run: readonly Operation[], on: boolean, failures: Failures): void {
    for (const operation of run) {
      const link = linkToSwitch(operation);
      if (link?.ipv6 !== on || failures.has(operation)) continue;
      const errno = this.switchIpv6(link.name, on);
      if (errno !== undefined) {
        failures.set(
          operation,
          failure(operation, errno, `its IPv6 could not be switched ${on ? 'on' : 'off'}`),
        );
      }
    }
  }

  private forget({ action, before }: Operation): void {
    if (action === 'delete' && before?.type === 'link') this.links.remove(before.name);
  }
}

function linkToSwitch({ action, after, fields }: Operation): LinkResource | undefined {
  const isInPlace = action === 'change' || action === 'adopt';
  return isInPlace && after?.type === 'link' && fields.includes('ipv6') ? after : undefined;
}

/** What follows may be an IPv6 address, which a link without IPv6 refuses: the switch must have been turned. */
function switchesIpv6On(operation: Operation | undefined): boolean {
  return operation !== undefined && linkToSwitch(operation)?.ipv6 === true;
}

/** The making of links takes several rounds; anything else goes in the order of its messages. */
function splitIntoRuns(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const runs: Operation[][] = [];
  for (const operation of operations) {
    const current = runs.at(-1);
    const isOfSameKind = current !== undefined && makesLink(current[0]) === makesLink(operation);
    if (isOfSameKind && !switchesIpv6On(current.at(-1))) current.push(operation);
    else runs.push([operation]);
  }
  return runs;
}

function makesLink(operation: Operation | undefined): boolean {
  return (
    operation?.after?.type === 'link' &&
    (operation.action === 'create' || operation.action === 'recreate')
  );
}
