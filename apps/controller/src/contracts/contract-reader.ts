import { accept, type Result } from '#contract';
import type { ContractRecord, ContractState, ContractVersionRecord, Store } from '#store';
import { Answer } from '../http/answer.js';
import { decodeCursor, pageAnswer, type PageQuery } from '../http/cursor.js';
import type { Presence } from '../nodes/presence.js';
import { refuseWith } from '../problems/refuse-with.js';
import { findLatest } from './contract-desk.js';
import { contractEtag } from './contract-etag.js';
import { statusOf } from './contract-status.js';
import type { HostPresence } from './host-status.js';
import {
  viewOfContract,
  viewOfSummary,
  viewOfVersion,
  type ContractView,
} from './contract-view.js';
import type { ContractStatusView } from './status-view.js';

export interface ContractQuery extends PageQuery {
  readonly state?: ContractState | undefined;
}

/** Shows contracts, their versions, and what became of them. */
export class ContractReader {
  constructor(
    private readonly store: Store,
    private readonly presence: Presence,
  ) {}

  async page(query: ContractQuery, address: string): Promise<Result<Answer>> {
    const after = decodeCursor(query.cursor);
    if (!after.ok) return after;
    const found = await this.store.contracts.list({
      limit: query.limit + 1,
      ...(after.value !== undefined && { after: after.value }),
      ...(query.state !== undefined && { state: query.state }),
    });
    return accept(
      pageAnswer(found.map(viewOfSummary), query, ({ contractId }) => contractId, address),
    );
  }

  async view(contractId: string): Promise<Result<Answer>> {
    const found = await findLatest(this.store, contractId);
    if (!found.ok) return found;
    const { contract, version } = found.value;
    return accept(
      new Answer(await this.viewOf(contract, version), 200, { etag: contractEtag(contract) }),
    );
  }

  async viewOf(contract: ContractRecord, version: ContractVersionRecord): Promise<ContractView> {
    return viewOfContract(contract, version, await this.statusOf(contract));
  }

  async status(contractId: string): Promise<Result<ContractStatusView>> {
    const contract = await this.store.contracts.find(contractId);
    return contract === undefined
      ? unknownContract(contractId)
      : accept(await this.statusOf(contract));
  }

  async versions(contractId: string): Promise<Result<Answer>> {
    const versions = await this.store.contractVersions.list(contractId);
    return versions.length === 0
      ? unknownContract(contractId)
      : accept(new Answer({ items: versions.map(viewOfVersion) }));
  }

  /** The envelope as it is given to hosts. `wanted` absent: of the latest version. */
  async envelope(contractId: string, wanted: number | undefined): Promise<Result<Answer>> {
    const contract = await this.store.contracts.find(contractId);
    if (contract === undefined) return unknownContract(contractId);
    const number = wanted ?? contract.version;
    const version = await this.store.contractVersions.find(contractId, number);
    if (version === undefined) {
      return refuseWith(
        'contract-version-unknown',
        `contract ${contractId} has no version ${number}`,
      );
    }
    return accept(Answer.bytes(version.envelope, 'application/jose+json'));
  }

  private async statusOf(contract: ContractRecord): Promise<ContractStatusView> {
    const { contractId, approvedVersion } = contract;
    const approved =
      approvedVersion === null
        ? undefined
        : await this.store.contractVersions.find(contractId, approvedVersion);
    return statusOf({ contract, approved, hosts: await this.hostsOf(contractId) });
  }

  private async hostsOf(contractId: string): Promise<readonly HostPresence[]> {
    const reports = new Map(
      (await this.store.reports.ofContract(contractId)).map((report) => [report.node, report]),
    );
    const lastSeen = new Map(
      (await this.store.nodes.list()).map(({ id, lastSeenAt }) => [id, lastSeenAt]),
    );
    const named = await this.store.contracts.nodesEverNamed(contractId);
    return named.map((node) => ({
      node,
      report: reports.get(node),
      silentSince: this.presence.silentSince(lastSeen.get(node) ?? null),
    }));
  }
}

function unknownContract(contractId: string): ReturnType<typeof refuseWith> {
  return refuseWith('contract-unknown', `there is no contract '${contractId}'`);
}
