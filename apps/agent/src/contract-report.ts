import type { Contract, Problem } from '#contract';
import type { Plan } from '#drivers';
import type { Progress } from '#engine';
import { planSummary, type ContractReport } from '#protocol';
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

export const acceptedCondition: ConditionDraft = {
  type: 'Accepted',
  status: 'True',
  reason: 'SignaturesVerified',
  message: 'the host has verified every signature',
};

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
    plan: { summary: planSummary(plan.operations) },
  };
}

export function subjectFields(
  contract: Contract,
  digest: string,
): Pick<ContractReport, 'contractId' | 'version' | 'digest'> {
  return { contractId: contract.contractId, version: contract.version, digest };
}

/** 'mtu-above-underlay' → 'MtuAboveUnderlay'. */
export function reasonOf(code = 'refused'): string {
  return code.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
