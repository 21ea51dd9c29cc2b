import type { Condition, ContractReport } from '#protocol';
import type { Unit } from '../core/journal.js';

/** Hosts report each check as a condition of its workload, of a type that begins so. */
const checkPrefix = 'Check/';

interface Checked extends Condition {
  readonly workload: string;
}

/** What the checks of a contract found out on one host. */
export function checksIn({ workloads }: Pick<ContractReport, 'workloads'>): readonly Checked[] {
  return workloads.flatMap(({ name, conditions }) =>
    conditions
      .filter(({ type }) => type.startsWith(checkPrefix))
      .map((condition) => ({ ...condition, workload: name })),
  );
}

/** Tells of every check that begins to fail, or to pass. An agent that starts anew finds out, and tells, once more. */
export async function tellChecks(
  unit: Unit,
  node: string,
  before: ContractReport | undefined,
  report: ContractReport,
): Promise<void> {
  const former = new Map(
    before === undefined ? [] : checksIn(before).map(({ type, status }) => [type, status]),
  );
  for (const { type, status, reason, message, workload } of checksIn(report)) {
    if (status === 'Unknown' || former.get(type) === status) continue;
    await unit.tell({
      type: status === 'True' ? 'contract.check-passed' : 'contract.check-failed',
      subject: `contract ${report.contractId}`,
      data: {
        node,
        version: report.version,
        check: type.slice(checkPrefix.length),
        workload,
        reason,
        message,
      },
    });
  }
}
