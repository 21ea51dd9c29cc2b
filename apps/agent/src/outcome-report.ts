import type { Contract } from '#contract';
import { lackIn, rememberByPair, type Plan, type Target } from '#drivers';
import type { ChangeOutcome, Failure } from '#engine';
import { planSummary, type ReportState } from '#protocol';
import type { ConditionDraft } from './conditions.js';
import {
  acceptedCondition,
  refusedReport,
  subjectFields,
  type ReportDraft,
  type ReportSubject,
} from './contract-report.js';
import { lackingReport } from './waiting-report.js';

/** How a change ended. */
export function outcomeReport(
  subject: ReportSubject,
  outcome: ChangeOutcome,
  isRemoval: boolean,
): ReportDraft {
  const { contract, digest } = subject;
  if (outcome.state === 'refused') {
    const lack = lackIn(outcome.problems);
    return lack === undefined
      ? refusedReport({ ...contract, digest }, outcome.problems)
      : lackingReport(subject, lack);
  }
  const failures =
    outcome.state === 'rolled-back' || outcome.state === 'stuck' ? outcome.failures : [];
  return {
    ...subjectFields(contract, digest),
    state: isRemoval && isDisabled(contract) ? 'disabled' : reportState(outcome, isRemoval),
    conditions: [acceptedCondition, verifiedCondition(outcome)],
    workloads: workloadsIn(contract, outcome.plan, failures),
    problems: failures.map(({ identity, detail }) => ({
      code: 'apply-failed',
      path: identity,
      detail,
    })),
    plan: { summary: planSummary(outcome.plan.operations) },
    ...(outcome.state === 'pending' && { deadline: outcome.deadline }),
  };
}

/** Somebody signed that nothing of it shall be on the hosts for now. */
function isDisabled({ workloads }: Contract): boolean {
  return workloads.length > 0 && workloads.every(({ enabled }) => enabled === false);
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
    return workloads.map(({ name, enabled = true }) => ({
      name,
      conditions: [enabled ? readyCondition(objects.get(name)?.length ?? 0) : disabledCondition],
    }));
  },
);

const disabledCondition: ConditionDraft = {
  type: 'Disabled',
  status: 'True',
  reason: 'DisabledByContract',
  message: 'the contract says enabled: false; nothing of it is on the host',
};

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
