import { accept, type Result } from '#contract';
import { peerSheetsOf, readContract, type DriverRegistry, type PeerSheet } from '#drivers';
import type { Store } from '#store';
import type { CharterChain } from '../charter/charter-chain.js';
import { findLatest } from '../contracts/contract-desk.js';
import { refuseWith } from '../problems/refuse-with.js';

export interface PeerSheets {
  readonly contractId: string;
  readonly version: number;
  readonly workload: string;
  /** One for each end of ours. */
  readonly sheets: readonly PeerSheet[];
}

/** Says what administrators of other ends of a tunnel must set up there. */
export class PeerSheetDesk {
  constructor(
    private readonly store: Store,
    private readonly charters: CharterChain,
    private readonly registry: DriverRegistry,
  ) {}

  /** Of a workload of the latest version of a stored contract. */
  async ofWorkload(contractId: string, name: string): Promise<Result<PeerSheets>> {
    const found = await findLatest(this.store, contractId);
    if (!found.ok) return found;
    const charter = await this.charters.current(this.store);
    if (!charter.ok) return charter;
    const { version, payload } = found.value.version;
    const understood = readContract(this.registry, payload);
    if (!understood.ok) return understood;
    const { workloads } = understood.value;
    const entry = workloads.find(({ workload }) => workload.name === name);
    if (entry === undefined) {
      const known = workloads.map(({ workload }) => workload.name).join(', ');
      return refuseWith('workload-unknown', `there is no workload '${name}', only: ${known}`);
    }
    const sheets = peerSheetsOf(understood.value, entry, charter.value.charter);
    if (!sheets.ok) return sheets;
    if (sheets.value.length === 0) {
      const detail = `workload '${name}' of type '${entry.workload.type}' has no other end`;
      return refuseWith('workload-without-peers', detail);
    }
    return accept({ contractId, version, workload: name, sheets: sheets.value });
  }
}
