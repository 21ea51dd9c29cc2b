import { accept, type Result } from '#contract';
import { peerSheetsOf, type PeerSheet } from '#drivers';
import { refuseWith } from '../problems/refuse-with.js';
import type { LatestContracts } from './latest-contracts.js';

export interface PeerSheets {
  readonly contractId: string;
  readonly version: number;
  readonly workload: string;
  /** One for each end of ours. */
  readonly sheets: readonly PeerSheet[];
}

/** Says what administrators of other ends of a tunnel must set up there. */
export class PeerSheetDesk {
  constructor(private readonly contracts: LatestContracts) {}

  /** Of a workload of the latest version of a stored contract. */
  async ofWorkload(contractId: string, name: string): Promise<Result<PeerSheets>> {
    const latest = await this.contracts.find(contractId);
    if (!latest.ok) return latest;
    const { version, understood, charter } = latest.value;
    const { workloads } = understood;
    const entry = workloads.find(({ workload }) => workload.name === name);
    if (entry === undefined) {
      const known = workloads.map(({ workload }) => workload.name).join(', ');
      return refuseWith('workload-unknown', `there is no workload '${name}', only: ${known}`);
    }
    const sheets = peerSheetsOf(understood, entry, charter);
    if (!sheets.ok) return sheets;
    if (sheets.value.length === 0) {
      const detail = `workload '${name}' of type '${entry.workload.type}' has no other end`;
      return refuseWith('workload-without-peers', detail);
    }
    return accept({ contractId, version, workload: name, sheets: sheets.value });
  }
}
