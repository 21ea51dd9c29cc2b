import type { ContractReport, Drift } from '#protocol';
import type { Unit } from '../core/journal.js';

/** Departures named in one event; their number is told too. */
const mostItems = 20;

/** Tells of departures when they begin, and of every repair: who looks later shall find what was done on the host. */
export async function tellDrift(
  unit: Unit,
  node: string,
  before: Drift | undefined,
  { contractId, version, drift }: ContractReport,
): Promise<void> {
  const subject = `contract ${contractId}`;
  if (drift?.since !== undefined && drift.since !== before?.since) {
    const items = drift.items.slice(0, mostItems);
    const data = { node, version, since: drift.since, departures: drift.items.length, items };
    await unit.tell({ type: 'contract.drifted', subject, data });
  }
  if (drift?.repaired !== undefined && drift.repaired.at !== before?.repaired?.at) {
    const data = { node, version, repairs: drift.repairs, ...drift.repaired };
    await unit.tell({ type: 'contract.repaired', subject, data });
  }
}
