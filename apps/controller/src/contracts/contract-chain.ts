import {
  accept,
  authoriseContract,
  parseEnvelope,
  refuse,
  type AuthorisedContract,
  type Problem,
  type Result,
} from '#contract';
import type { ContractVersionRecord, Repositories } from '#store';
import type { CharterChain, CharterShelf } from '../charter/charter-chain.js';
import { refuseWith } from '../problems/refuse-with.js';

/** The repositories that hold contracts. */
export type ContractShelf = CharterShelf &
  Pick<Repositories, 'contracts' | 'contractVersions' | 'nodes'>;

/** The approved versions of contracts, each judged again by the charter under which it was approved. */
export class ContractChain {
  private readonly checked = new Map<string, AuthorisedContract>();

  constructor(private readonly charters: CharterChain) {}

  /** The version that the next one must continue; undefined: the next one is the first. */
  async approved(
    shelf: ContractShelf,
    contractId: string,
  ): Promise<Result<AuthorisedContract | undefined>> {
    const head = await shelf.contracts.find(contractId);
    return head?.approvedVersion == null
      ? accept(undefined)
      : this.version(shelf, contractId, head.approvedVersion);
  }

  private async version(
    shelf: ContractShelf,
    contractId: string,
    version: number,
  ): Promise<Result<AuthorisedContract>> {
    const record = await shelf.contractVersions.find(contractId, version);
    if (record === undefined) {
      return refuseWith(
        'contract-version-unknown',
        `contract ${contractId} has no version ${version}`,
      );
    }
    const known = this.checked.get(record.digest);
    return known === undefined ? this.check(shelf, record) : accept(known);
  }

  private async check(
    shelf: ContractShelf,
    record: ContractVersionRecord,
  ): Promise<Result<AuthorisedContract>> {
    const { contractId, version } = record;
    const previous =
      version === 1 ? accept(undefined) : await this.version(shelf, contractId, version - 1);
    if (!previous.ok) return previous;
    const charter = await this.charters.version(shelf, record.charterVersion);
    if (!charter.ok) return charter;
    const envelope = parseEnvelope(record.envelope, 'contract');
    if (!envelope.ok) return damaged(envelope.problems);
    const result = await authoriseContract(envelope.value, {
      charter: charter.value,
      previous: previous.value,
      purpose: 'ancestor',
      at: new Date(record.receivedAt),
    });
    if (!result.ok) return damaged(result.problems);
    this.checked.set(record.digest, result.value);
    if (previous.value !== undefined) this.checked.delete(previous.value.digest);
    return result;
  }
}

function damaged(problems: readonly Problem[]): Result<never> {
  return refuse(
    ...problems.map((problem) => ({
      ...problem,
      detail: `a stored contract is not in order: ${problem.detail}`,
    })),
  );
}
