import {
  accept,
  envelopeOf,
  parseEnvelope,
  reviewContract,
  type AuthorisedCharter,
  type AuthorisedContract,
  type ContractReview,
  type Envelope,
  type JsonValue,
  type Result,
} from '#contract';
import type { CharterChain } from '../charter/charter-chain.js';
import type { ContractCheck } from '../plans/contract-check.js';
import type { ContractChain, ContractShelf } from './contract-chain.js';

/** A version in which nothing is wrong, and what it was judged by. */
export interface ReviewedContract {
  readonly review: ContractReview;
  readonly charter: AuthorisedCharter;
  readonly previous: AuthorisedContract | undefined;
}

/** Applies every rule that can be applied before all have signed. Changes nothing. */
export class ContractReviewDesk {
  constructor(
    private readonly charters: CharterChain,
    private readonly contracts: ContractChain,
    private readonly check: ContractCheck,
  ) {}

  async review(
    shelf: ContractShelf,
    envelope: Envelope<'contract'>,
    at: Date,
  ): Promise<Result<ReviewedContract>> {
    const charter = await this.charters.current(shelf);
    if (!charter.ok) return charter;
    const previous = await this.contracts.approved(shelf, contractIdOf(envelope));
    if (!previous.ok) return previous;
    const review = await reviewContract(envelope, {
      charter: charter.value,
      previous: previous.value,
      at,
    });
    if (!review.ok) return review;
    const possible = await this.check.check(shelf, review.value.contract, charter.value.charter);
    if (!possible.ok) return possible;
    return accept({ review: review.value, charter: charter.value, previous: previous.value });
  }
}

/** Reads an envelope, or a bare contract as an envelope that nobody has signed. */
export function draftEnvelope(bytes: Uint8Array, parsed: JsonValue): Result<Envelope<'contract'>> {
  const isEnvelope = typeof parsed === 'object' && parsed !== null && 'signatures' in parsed;
  return isEnvelope ? parseEnvelope(bytes, 'contract') : accept(envelopeOf('contract', bytes));
}

/** The id as the payload claims it, to look for earlier versions; '' where there is none to be read. */
function contractIdOf({ payload }: Envelope<'contract'>): string {
  try {
    const document: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    const id =
      typeof document === 'object' && document !== null && 'contractId' in document
        ? document.contractId
        : undefined;
    return typeof id === 'string' ? id : '';
  } catch {
    return ''; // Not JSON: the review refuses it and says where.
  }
}
