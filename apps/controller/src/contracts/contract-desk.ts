import {
  accept,
  parseEnvelope,
  parseEnvelopeSignature,
  withSignature,
  type Envelope,
  type Result,
} from '#contract';
import type { ContractRecord, ContractVersionRecord, OperationRecord, Repositories } from '#store';
import { actorName, type Actor } from '../core/actor.js';
import type { Journal, Unit } from '../core/journal.js';
import { namesEtag } from '../http/etag.js';
import { refuseWith } from '../problems/refuse-with.js';
import type { Rollouts } from '../rollouts/rollouts.js';
import { contractEtag } from './contract-etag.js';
import type { ContractReviewDesk, ReviewedContract } from './contract-review-desk.js';
import type { PendingChanges } from './pending-changes.js';
import { signedStateOf, versionRecord } from './version-record.js';

/** A contract after a submission or a signature. */
export interface ReceivedContract {
  readonly contract: ContractRecord;
  readonly version: ContractVersionRecord;
  /** The roll-out, where this completed the signatures. */
  readonly operation: OperationRecord | undefined;
}

export interface SignatureRequest {
  readonly contractId: string;
  /** A member of the `signatures` of an envelope. */
  readonly signature: { readonly protected: string; readonly signature: string };
  /** Value of If-Match; absent: whatever the contract has become. */
  readonly ifMatch: string | undefined;
}

/** Takes in contracts and the signatures on them. */
export class ContractDesk {
  constructor(
    private readonly journal: Journal,
    private readonly reviews: ContractReviewDesk,
    private readonly rollouts: Rollouts,
    private readonly pending: PendingChanges,
  ) {}

  /** A new version with one signature or more; the same document again adds the signatures that are new. */
  async submit(bytes: Uint8Array, actor: Actor): Promise<Result<ReceivedContract>> {
    const envelope = parseEnvelope(bytes, 'contract');
    if (!envelope.ok) return envelope;
    if (envelope.value.signatures.length === 0) {
      return refuseWith(
        'requirement-not-met',
        'a contract comes with at least one signature',
        '/signatures',
      );
    }
    return this.journal.change(actorName(actor), (unit) => this.take(unit, envelope.value));
  }

  /** One signature more on the latest version. */
  async sign(
    { contractId, signature, ifMatch }: SignatureRequest,
    actor: Actor,
  ): Promise<Result<ReceivedContract>> {
    const parsed = parseEnvelopeSignature(
      { protected: signature.protected, signature: signature.signature },
      'contract',
    );
    if (!parsed.ok) return parsed;
    return this.journal.change(actorName(actor), async (unit) => {
      const found = await findLatest(unit, contractId);
      if (!found.ok) return found;
      const { contract, version } = found.value;
      if (ifMatch !== undefined && !namesEtag(ifMatch, contractEtag(contract), 'strongly')) {
        return refuseWith(
          'precondition-failed',
          `the contract is at revision ${contract.revision} now`,
        );
      }
      if (version.state !== 'signing') {
        return refuseWith(
          'contract-complete',
          `version ${version.version} is ${version.state} already`,
        );
      }
      const stored = parseEnvelope(version.envelope, 'contract');
      if (!stored.ok) return stored;
      const signed = withSignature(stored.value, parsed.value);
      if (!signed.ok) return signed;
      return this.addSignatures(unit, contract, version, signed.value);
    });
  }

  private async take(
    unit: Unit,
    envelope: Envelope<'contract'>,
  ): Promise<Result<ReceivedContract>> {
    const known = await unit.contractVersions.byDigest(envelope.digest);
    if (known !== undefined) return this.takeAgain(unit, known, envelope);
    const reviewed = await this.reviews.review(unit, envelope, unit.now);
    if (!reviewed.ok) return reviewed;
    const { contractId, version } = reviewed.value.review.contract;
    if ((await unit.contractVersions.find(contractId, version)) !== undefined) {
      return refuseWith(
        'version-equivocation',
        `another document is being signed as version ${version} already`,
        '/version',
      );
    }
    const free = await this.pending.refuse(unit, contractId);
    return free.ok ? accept(await this.store(unit, reviewed.value)) : free;
  }

  private async takeAgain(
    unit: Unit,
    known: ContractVersionRecord,
    envelope: Envelope<'contract'>,
  ): Promise<Result<ReceivedContract>> {
    const found = await findLatest(unit, known.contractId);
    if (!found.ok) return found;
    const { contract } = found.value;
    const present = new Set(known.signatures.map(({ kid }) => kid));
    const added = envelope.signatures.filter(({ kid }) => !present.has(kid));
    if (added.length === 0 || known.state !== 'signing') {
      return accept({ contract, version: known, operation: undefined });
    }
    const stored = parseEnvelope(known.envelope, 'contract');
    if (!stored.ok) return stored;
    const merged = { ...stored.value, signatures: [...stored.value.signatures, ...added] };
    return this.addSignatures(unit, contract, known, merged);
  }

  private async store(unit: Unit, reviewed: ReviewedContract): Promise<ReceivedContract> {
    const version = versionRecord(reviewed, unit.at);
    const { contractId } = version;
    const former = await unit.contracts.find(contractId);
    const contract: ContractRecord = {
      contractId,
      version: version.version,
      approvedVersion: former?.approvedVersion ?? null,
      state: 'signing',
      revision: (former?.revision ?? 0) + 1,
      createdAt: former?.createdAt ?? unit.at,
      updatedAt: unit.at,
    };
    await (former === undefined
      ? unit.contracts.insert(contract)
      : unit.contracts.update(contract));
    await unit.contractVersions.insert(version);
    await tell(unit, 'contract.received', version);
    return reviewed.review.complete
      ? this.complete(unit, contract, version)
      : { contract, version, operation: undefined };
  }

  private async addSignatures(
    unit: Unit,
    contract: ContractRecord,
    version: ContractVersionRecord,
    envelope: Envelope<'contract'>,
  ): Promise<Result<ReceivedContract>> {
    const reviewed = await this.reviews.review(unit, envelope, unit.now);
    if (!reviewed.ok) return reviewed;
    const free = await this.pending.refuse(unit, version.contractId);
    if (reviewed.value.review.complete && !free.ok) return free;
    const signed = signedStateOf(reviewed.value);
    await unit.contractVersions.setSigned(version.contractId, version.version, signed);
    const changed = { ...contract, revision: contract.revision + 1, updatedAt: unit.at };
    await unit.contracts.update(changed);
    await tell(unit, 'contract.signed', { ...version, ...signed });
    const received = { contract: changed, version: { ...version, ...signed } };
    return accept(
      reviewed.value.review.complete
        ? await this.complete(unit, received.contract, received.version)
        : { ...received, operation: undefined },
    );
  }

  private async complete(
    unit: Unit,
    contract: ContractRecord,
    version: ContractVersionRecord,
  ): Promise<ReceivedContract> {
    const approved = await this.rollouts.approve(unit, contract, version);
    const stored = await unit.contractVersions.find(version.contractId, version.version);
    return { ...approved, version: stored ?? version };
  }
}

/** A contract and its latest version. */
export async function findLatest(
  { contracts, contractVersions }: Pick<Repositories, 'contracts' | 'contractVersions'>,
  contractId: string,
): Promise<Result<Omit<ReceivedContract, 'operation'>>> {
  const contract = await contracts.find(contractId);
  const version = contract && (await contractVersions.find(contractId, contract.version));
  return contract === undefined || version === undefined
    ? refuseWith('contract-unknown', `there is no contract '${contractId}'`)
    : accept({ contract, version });
}

async function tell(
  unit: Unit,
  type: 'contract.received' | 'contract.signed',
  { contractId, version, digest, signatures, missing }: ContractVersionRecord,
): Promise<void> {
  await unit.tell({
    type,
    subject: `contract ${contractId}`,
    data: {
      version,
      digest,
      signers: signatures.map(({ principal }) => principal),
      missing: missing.map(({ principal }) => principal),
    },
  });
}
