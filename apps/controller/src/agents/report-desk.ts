import { accept, type Result } from '#contract';
import type { ContractReport, HostReport } from '#protocol';
import { tellChecks } from './check-events.js';
import { tellDrift } from './drift-events.js';
import { checkReceipt } from './receipt-check.js';
import type { Journal, Unit } from '../core/journal.js';
import { refuseWith } from '../problems/refuse-with.js';
import type { HostFigures } from '../nodes/host-figures.js';
import type { NodeRecord } from '#store';
import type { Rollouts } from '../rollouts/rollouts.js';

/** Takes in the reports of hosts. */
export class ReportDesk {
  constructor(
    private readonly journal: Journal,
    private readonly rollouts: Rollouts,
    private readonly figures: HostFigures,
  ) {}

  async take(node: string, report: HostReport): Promise<Result<undefined>> {
    return this.journal.change(`node ${node}`, async (unit) => {
      const known = await unit.nodes.find(node);
      const inOrder = await checkReport(report, known);
      if (!inOrder.ok) return inOrder;
      await unit.nodes.seen(node, unit.at);
      await unit.nodes.describe(node, report);
      await takeState(unit, node, report, known?.stateDigest ?? null);
      this.figures.measured(node, report.measures ?? this.figures.measuresOf(node));
      await this.takeContracts(unit, node, report.contracts);
      return accept(undefined);
    });
  }

  /** What a host says of contracts that never named it is nobody's business. */
  private async takeContracts(
    unit: Unit,
    node: string,
    reports: readonly ContractReport[],
  ): Promise<void> {
    const asked = new Set(
      (await unit.contracts.desiredOf(node)).map(({ contractId }) => contractId),
    );
    for (const report of reports) {
      if (asked.has(report.contractId)) await this.takeContract(unit, node, report);
    }
  }

  private async takeContract(unit: Unit, node: string, report: ContractReport): Promise<void> {
    const former = await unit.reports.find(report.contractId, node);
    await unit.reports.put({ node, report, reportedAt: unit.at });
    await tellDrift(unit, node, former?.report.drift, report);
    await tellChecks(unit, node, former?.report, report);
    if (former !== undefined && saysTheSame(former.report, report)) return;
    await unit.tell({
      type: 'report.received',
      subject: `contract ${report.contractId}`,
      data: { node, version: report.version, state: report.state },
    });
    await this.rollouts.note(unit, node, report);
  }
}

async function checkReport(
  { state, stateDigest, contracts }: HostReport,
  known: NodeRecord | undefined,
): Promise<Result<undefined>> {
  if (state === undefined && known?.stateDigest !== stateDigest) {
    const detail = 'the state with this digest was never reported: send it whole';
    return refuseWith('state-unknown', detail, '/state');
  }
  if (known?.publicKey == null) return accept(undefined);
  for (const [index, contract] of contracts.entries()) {
    const receipt = await checkReceipt(contract, index, known.publicKey);
    if (!receipt.ok) return receipt;
  }
  return accept(undefined);
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
