import type { Contract, Problem } from '#contract';
import type { Plan } from '#drivers';
import type { ChangeOutcome, Failure } from '#engine';
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
  contractId: string,
  version: number,
  digest: string,
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

/** A contract whose time has not come. */
export function waitingReport({ contract, digest }: ReportSubject): ReportDraft {
  const message = `the contract is valid from ${contract.validity.notBefore} on`;
  return {
    ...subjectFields(contract, digest),
    state: 'waiting',
    conditions: [
      {
        type: 'Accepted',
        status: 'True',
        reason: 'SignaturesVerified',
        message: 'the host has verified every signature',
      },
      { type: 'Verified', status: 'False', reason: 'NotYetValid', message },
    ],
    workloads: [],
    problems: [],
  };
}

/** A contract that is being applied. */
export function applyingReport({ contract, digest }: ReportSubject, plan: Plan): ReportDraft {
  return {
    ...subjectFields(contract, digest),
    state: 'applying',
    conditions: [
      {
        type: 'Verified',
        status: 'Unknown',
        reason: 'Applying',
        message: `${plan.operations.length} operations are under way`,
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
    return refusedReport(contract.contractId, contract.version, digest, outcome.problems);
  }
  const failures =
    outcome.state === 'rolled-back' || outcome.state === 'stuck' ? outcome.failures : [];
  return {
    ...subjectFields(contract, digest),
    state: reportState(outcome, isRemoval),
    conditions: [
      {
        type: 'Accepted',
        status: 'True',
        reason: 'SignaturesVerified',
        message: 'the host has verified every signature',
      },
      verifiedCondition(outcome),
    ],
    workloads: contract.workloads.map(({ name }) => ({
      name,
      conditions: [workloadCondition(name, outcome.plan, failures)],
    })),
    problems: failures.map(({ identity, detail }) => ({
      code: 'apply-failed',
      path: identity,
      detail,
    })),
    plan: { summary: summaryOf(outcome.plan) },
  };
}

export function summaryOf({ operations }: Plan): PlanSummary {
  const count = (action: string): number =>
    operations.filter((entry) => entry.action === action).length;
  return {
    create: count('create'),
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

function workloadCondition(name: string, plan: Plan, failures: readonly Failure[]): ConditionDraft {
  const failed = failures.filter(({ identity }) => ownerOf(plan, identity) === name);
  const objects = [...plan.target.values()].filter(
    (resource) => resource?.owner?.workload === name,
  ).length;
  if (failures.length === 0) {
    return {
      type: 'Ready',
      status: 'True',
      reason: 'Verified',
      message: `${objects} objects as wanted`,
    };
  }
  return failed.length === 0
    ? {
        type: 'Ready',
        status: 'False',
        reason: 'RolledBack',
        message: 'taken back because another workload failed',
      }
    : { type: 'Ready', status: 'False', reason: 'Failed', message: firstDetail(failed) };
}

function ownerOf(plan: Plan, identity: Failure['identity']): string | undefined {
  return plan.target.get(identity)?.owner?.workload;
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
