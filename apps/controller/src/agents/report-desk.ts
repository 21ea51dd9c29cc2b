import { accept, type Result } from '#contract';
import type { ContractReport, HostReport } from '#protocol';
import type { Journal, Unit } from '../core/journal.js';
import { refuseWith } from '../problems/refuse-with.js';
import type { Rollouts } from '../rollouts/rollouts.js';

/** Takes in the reports of hosts. */
export class ReportDesk {
  constructor(
    private readonly journal: Journal,
    private readonly rollouts: Rollouts,
  ) {}

  async take(node: string, report: HostReport): Promise<Result<undefined>> {
    return this.journal.change(`node ${node}`, async (unit) => {
      const known = await unit.nodes.find(node);
      if (report.state === undefined && known?.stateDigest !== report.stateDigest) {
        return refuseWith(
          'state-unknown',
          'the state with this digest was never reported: send it whole',
          '/state',
        );
      }
      await unit.nodes.seen(node, unit.at);
      await unit.nodes.describe(node, report);
      await takeState(unit, node, report, known?.stateDigest ?? null);
      for (const contract of report.contracts) await this.takeContract(unit, node, contract);
      return accept(undefined);
    });
  }

  private async takeContract(unit: Unit, node: string, report: ContractReport): Promise<void> {
    const former = await unit.reports.find(report.contractId, node);
    await unit.reports.put({ node, report, reportedAt: unit.at });
    if (former !== undefined && saysTheSame(former.report, report)) return;
    await unit.tell({
      type: 'report.received',
      subject: `contract ${report.contractId}`,
      data: { node, version: report.version, state: report.state },
    });
    await this.rollouts.note(unit, node, report);
  }
}

async function takeState(
  unit: Unit,
  node: string,
  { state, stateDigest }: HostReport,
  knownDigest: string | null,
): Promise<void> {
  if (state !== undefined && stateDigest !== knownDigest) {
    await unit.nodes.setState(node, state, stateDigest, unit.at);
  } else {
    await unit.nodes.observed(node, unit.at);
  }
}

/** Reports come often; only those that say something new are told on. */
function saysTheSame(left: ContractReport, right: ContractReport): boolean {
  const gist = ({ version, state, conditions, problems }: ContractReport): string =>
    JSON.stringify([version, state, conditions, problems]);
  return gist(left) === gist(right);
}
