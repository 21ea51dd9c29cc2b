import { accept, parseEnvelope, type Envelope, type JsonValue, type Result } from '#contract';
import type { Clock } from '#engine';
import type { Store } from '#store';
import type { CharterChain } from '../charter/charter-chain.js';
import { draftEnvelope, type ContractReviewDesk } from '../contracts/contract-review-desk.js';
import { findLatest } from '../contracts/contract-desk.js';
import { viewOfDocument, type ContractView } from '../contracts/contract-view.js';
import { versionRecord } from '../contracts/version-record.js';
import { Answer } from '../http/answer.js';
import type { HostPlans } from './host-plans.js';
import type { PlanView } from './plan-view.js';

export interface DryRun {
  readonly contract: Omit<ContractView, 'status'>;
  readonly plan: PlanView;
}

/** Shows what a contract would do, before anything is done. */
export class PlanDesk {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly charters: CharterChain,
    private readonly reviews: ContractReviewDesk,
    private readonly plans: HostPlans,
  ) {}

  /** Of the latest version of a stored contract. */
  async ofContract(contractId: string): Promise<Result<PlanView>> {
    const found = await findLatest(this.store, contractId);
    if (!found.ok) return found;
    const charter = await this.charters.current(this.store);
    if (!charter.ok) return charter;
    const { version, digest, payload } = found.value.version;
    const hosts = await this.plans.plan(this.store, payload, charter.value.charter);
    return accept({ contractId, version, digest, hosts });
  }

  /** Of a contract that is not stored, signed or not. */
  async ofDraft(bytes: Uint8Array, parsed: JsonValue): Promise<Result<PlanView>> {
    const envelope = draftEnvelope(bytes, parsed);
    if (!envelope.ok) return envelope;
    const result = await this.dryRunOf(envelope.value);
    return result.ok ? accept(result.value.plan) : result;
  }

  /** All checks of a submission and the plan; nothing is stored. */
  async dryRun(bytes: Uint8Array): Promise<Result<Answer>> {
    const envelope = parseEnvelope(bytes, 'contract');
    if (!envelope.ok) return envelope;
    const result = await this.dryRunOf(envelope.value);
    return result.ok ? accept(new Answer(result.value, 200)) : result;
  }

  private async dryRunOf(envelope: Envelope<'contract'>): Promise<Result<DryRun>> {
    const now = this.clock.now();
    const reviewed = await this.reviews.review(this.store, envelope, now);
    if (!reviewed.ok) return reviewed;
    const record = versionRecord(reviewed.value, now.toISOString());
    const { contractId, version, digest, payload, receivedAt } = record;
    const hosts = await this.plans.plan(this.store, payload, reviewed.value.charter.charter);
    return accept({
      contract: viewOfDocument(
        { revision: 0, createdAt: receivedAt, updatedAt: receivedAt },
        record,
      ),
      plan: { contractId, version, digest, hosts },
    });
  }
}
