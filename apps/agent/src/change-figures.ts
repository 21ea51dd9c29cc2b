import type { ChangeMeasures, ContractReport } from '#protocol';

/** Counts what came of the changes of each contract while this agent runs; forgets those of contracts that are gone. */
export class ChangeFigures {
  #measures: ReadonlyMap<string, ChangeMeasures> = new Map();

  /** Contract id → its figures; only of those that were changed at least once. */
  get measures(): Readonly<Record<string, ChangeMeasures>> {
    return Object.fromEntries(this.#measures);
  }

  /** Takes what one round reported. */
  see(reports: readonly ContractReport[]): void {
    this.#measures = new Map(
      reports.flatMap((report): [string, ChangeMeasures][] => {
        const figures = counted(this.#measures.get(report.contractId), report);
        return figures === undefined ? [] : [[report.contractId, figures]];
      }),
    );
  }
}

/** A report has a time only where its round carried something out. */
function counted(
  before: ChangeMeasures | undefined,
  { seconds, state }: ContractReport,
): ChangeMeasures | undefined {
  if (seconds === undefined) return before;
  const { changes = 0, failures = 0, seconds: sum = 0 } = before ?? {};
  return {
    changes: changes + 1,
    failures: failures + Number(state === 'failed'),
    seconds: sum + seconds,
    lastSeconds: seconds,
  };
}
