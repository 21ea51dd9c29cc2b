import type { Contract, Problem } from '#contract';
import { rememberByPair, type Plan, type Target } from '#drivers';
import type { ChangeOutcome, Failure, Frozen, JournalEntry, Progress } from '#engine';
import type { ContractReport, PlanSummary, ReportState } from '#protocol';
import type { ConditionDraft } from './conditions.js';

/** A report before its conditions have their times. */
export type ReportDraft = Omit<ContractReport, 'conditions' | 'workloads'> & {
  readonly conditions: readonly ConditionDraft[];
  readonly workloads: readonly {
    readonly name: string;
    readonly conditions: readonly ConditionDraft[];
  }[];
};

export interface ReportSubject {
  readonly contract: Contract;
  readonly digest: string;
}

/** Documents that the host does not accept, or contracts that can't be brought about as they are. */
export function refusedReport(
  { contractId, version, digest }: Pick<ContractReport, 'contractId' | 'version' | 'digest'>,
  problems: readonly Problem[],
): ReportDraft {
  const first = problems[0];
  const message =
    first === undefined ? 'refused' : `${first.detail} (${first.path || 'whole document'})`;
  return {
    contractId,
    version,
    digest,
    state: 'refused',
    conditions: [{ type: 'Accepted', status: 'False', reason: reasonOf(first?.code), message }],
    workloads: [],
    problems,
  };
}

/** A version that stands and waits for a word. */
export function awaitingReport(
  subject: ReportSubject,
  { confirm, deadline }: JournalEntry,
): ReportDraft {
  const whose = confirm === 'manual' ? "an operator's word" : 'the controller to be reached';
  return {
    ...bareReport(subject, 'confirming', {
      status: 'True',
      reason: 'AwaitingConfirmation',
      message: `carried out and read back; waits for ${whose}, and is taken back at ${deadline ?? 'once'}`,
    }),
    ...(deadline !== null && { deadline }),
  };
}

/** A version that has to wait for the end of an older one, or for the next try. */
export function queuedReport(
  subject: ReportSubject,
  pending: JournalEntry | undefined,
): ReportDraft {
  const message =
    pending === undefined
      ? 'the last tries failed; it is tried again after a pause'
      : `version ${pending.version} still waits for its confirmation`;
  const reason = pending === undefined ? 'RetryLater' : 'ChangePending';
  return bareReport(subject, 'waiting', { status: 'False', reason, message });
}

/** A version that was taken back. */
export function revertedReport(subject: ReportSubject): ReportDraft {
  return bareReport(subject, 'reverted', {
    status: 'False',
    reason: 'NotConfirmed',
    message: 'nobody confirmed this version in time; the host has put the one before back',
  });
}

/** A contract that is not touched any more. */
export function frozenReport(subject: ReportSubject, frozen: Frozen | undefined): ReportDraft {
  const residue = frozen?.residue ?? [];
  const list = residue.map(({ detail }) => detail).join('; ');
  return {
    ...bareReport(subject, 'frozen', {
      status: 'Unknown',
      reason: 'Frozen',
      message: `${frozen?.reason ?? 'frozen'}${list === '' ? '' : `: ${list}`}; look at the host, then ask for a retry`,
    }),
    problems: residue.map(({ identity, detail }) => ({
      code: frozen?.cause === 'departure' ? 'drifted' : 'apply-failed',
      path: identity,
      detail,
    })),
  };
}

function bareReport(
  { contract, digest }: ReportSubject,
  state: ReportState,
  verified: Omit<ConditionDraft, 'type'>,
): ReportDraft {
  return {
    ...subjectFields(contract, digest),
    state,
    conditions: [acceptedCondition, { type: 'Verified', ...verified }],
    workloads: [],
    problems: [],
  };
}

const acceptedCondition: ConditionDraft = {
  type: 'Accepted',
  status: 'True',
  reason: 'SignaturesVerified',
  message: 'the host has verified every signature',
};

/** A contract whose time has not come. */
export function waitingReport(subject: ReportSubject): ReportDraft {
  return bareReport(subject, 'waiting', {
    status: 'False',
    reason: 'NotYetValid',
    message: `the contract is valid from ${subject.contract.validity.notBefore} on`,
  });
}

/** A contract that is being applied. */
export function applyingReport(
  { contract, digest }: ReportSubject,
  plan: Plan,
  { done, total }: Progress = { done: 0, total: plan.operations.length },
): ReportDraft {
  return {
    ...subjectFields(contract, digest),
    state: 'applying',
    conditions: [
      {
        type: 'Verified',
        status: 'Unknown',
        reason: 'Applying',
        message: `${done} of ${total} operations are carried out`,
      },
    ],
    workloads: [],
    problems: [],
    plan: { summary: summaryOf(plan) },
  };
}

/** How a change ended. */
export function outcomeReport(
  subject: ReportSubject,
  outcome: ChangeOutcome,
  isRemoval: boolean,
): ReportDraft {
  const { contract, digest } = subject;
  if (outcome.state === 'refused') {
    return refusedReport({ ...contract, digest }, outcome.problems);
  }
  const failures =
    outcome.state === 'rolled-back' || outcome.state === 'stuck' ? outcome.failures : [];
  return {
    ...subjectFields(contract, digest),
    state: reportState(outcome, isRemoval),
    conditions: [acceptedCondition, verifiedCondition(outcome)],
    workloads: workloadsIn(contract, outcome.plan, failures),
    problems: failures.map(({ identity, detail }) => ({
      code: 'apply-failed',
      path: identity,
      detail,
    })),
    plan: { summary: summaryOf(outcome.plan) },
    ...(outcome.state === 'pending' && { deadline: outcome.deadline }),
  };
}

export function summaryOf({ operations }: Plan): PlanSummary {
  const count = (action: string): number =>
    operations.filter((entry) => entry.action === action).length;
  return {
    create: count('create'),
    adopt: count('adopt'),
    change: count('change'),
    recreate: count('recreate'),
    delete: count('delete'),
  };
}

function subjectFields(
  contract: Contract,
  digest: string,
): Pick<ContractReport, 'contractId' | 'version' | 'digest'> {
  return { contractId: contract.contractId, version: contract.version, digest };
}

type Carried = Exclude<ChangeOutcome, { readonly state: 'refused' }>;

function reportState({ state }: Carried, isRemoval: boolean): ReportState {
  switch (state) {
    case 'unchanged':
    case 'applied':
      return isRemoval ? 'removed' : 'applied';
    case 'pending':
      return 'confirming';
    case 'rolled-back':
    case 'stuck':
      return 'failed';
  }
}

function verifiedCondition(outcome: Carried): ConditionDraft {
  switch (outcome.state) {
    case 'unchanged':
      return {
        type: 'Verified',
        status: 'True',
        reason: 'InSync',
        message: `all ${wantedCount(outcome.plan)} objects are as the contract says; nothing was written`,
      };
    case 'applied':
      return {
        type: 'Verified',
        status: 'True',
        reason: 'Verified',
        message: `${outcome.plan.operations.length} operations carried out and read back`,
      };
    case 'pending':
      return {
        type: 'Verified',
        status: 'True',
        reason: 'AwaitingConfirmation',
        message: `carried out and read back; taken back unless it is confirmed before ${outcome.deadline}`,
      };
    case 'rolled-back':
      return {
        type: 'Verified',
        status: 'False',
        reason: 'RolledBack',
        message: `${firstDetail(outcome.failures)}; the host is as it was before`,
      };
    case 'stuck':
      return {
        type: 'Verified',
        status: 'False',
        reason: 'RollBackFailed',
        message: `${firstDetail(outcome.failures)}; could not put back: ${outcome.residue.map(({ detail }) => detail).join('; ')}`,
      };
  }
}

function wantedCount({ target }: Plan): number {
  return [...target.values()].filter((resource) => resource !== null).length;
}

function workloadsIn(
  contract: Contract,
  { target }: Plan,
  failures: readonly Failure[],
): ReportDraft['workloads'] {
  if (failures.length === 0) return readyWorkloads(contract, target);
  const failed = Map.groupBy(failures, ({ identity }) => target.get(identity)?.owner?.workload);
  return contract.workloads.map(({ name }) => ({
    name,
    conditions: [failedCondition(failed.get(name) ?? [])],
  }));
}

/** What is reported of the same target again and again, at every look. */
const readyWorkloads = rememberByPair(
  ({ workloads }: Contract, target: Target): ReportDraft['workloads'] => {
    const objects = Map.groupBy(target.values(), (resource) => resource?.owner?.workload);
    return workloads.map(({ name }) => ({
      name,
      conditions: [readyCondition(objects.get(name)?.length ?? 0)],
    }));
  },
);

function readyCondition(objects: number): ConditionDraft {
  return {
    type: 'Ready',
    status: 'True',
    reason: 'Verified',
    message: `${objects} objects as wanted`,
  };
}

/** @param failed what went wrong with the objects of the workload itself */
function failedCondition(failed: readonly Failure[]): ConditionDraft {
  return failed.length === 0
    ? {
        type: 'Ready',
        status: 'False',
        reason: 'RolledBack',
        message: 'taken back because another workload failed',
      }
    : { type: 'Ready', status: 'False', reason: 'Failed', message: firstDetail(failed) };
}

function firstDetail(failures: readonly Failure[]): string {
  const [first, ...others] = failures;
  if (first === undefined) return 'unknown failure';
  return others.length === 0 ? first.detail : `${first.detail} (and ${others.length} more)`;
}

/** 'mtu-above-underlay' → 'MtuAboveUnderlay'. */
function reasonOf(code = 'refused'): string {
  return code.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
