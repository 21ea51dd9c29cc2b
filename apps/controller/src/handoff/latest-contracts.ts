import { accept, type AuthorisedCharter, type Result } from '#contract';
import { readContract, type DriverRegistry, type UnderstoodContract } from '#drivers';
import type { Store } from '#store';
import type { CharterChain } from '../charter/charter-chain.js';
import { findLatest } from '../contracts/contract-desk.js';

/** The latest version of a contract as the drivers understand it, beside the charter in force. */
export interface LatestContract {
  readonly version: number;
  readonly understood: UnderstoodContract;
  readonly charter: AuthorisedCharter['charter'];
}

/** Looks up what those at the other ends of a contract are told about. */
export class LatestContracts {
  constructor(
    private readonly store: Store,
    private readonly charters: CharterChain,
    private readonly registry: DriverRegistry,
  ) {}

  async find(contractId: string): Promise<Result<LatestContract>> {
    const found = await findLatest(this.store, contractId);
    if (!found.ok) return found;
    const charter = await this.charters.current(this.store);
    if (!charter.ok) return charter;
    const { version, payload } = found.value.version;
    const understood = readContract(this.registry, payload);
    if (!understood.ok) return understood;
    return accept({ version, understood: understood.value, charter: charter.value.charter });
  }
}
