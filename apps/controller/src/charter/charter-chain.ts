import {
  accept,
  authoriseCharter,
  parseEnvelope,
  refuse,
  type AuthorisedCharter,
  type Envelope,
  type Problem,
  type Result,
  type TrustAnchor,
} from '#contract';
import type { CharterRecord, Repositories } from '#store';
import { refuseWith } from '../problems/refuse-with.js';
import { parseTrustAnchor } from './trust-anchor.js';

/** The repositories that hold the charter. */
export type CharterShelf = Pick<Repositories, 'charters' | 'settings'>;

/**
 * The site's charters, each authorised by the one before and the first by the trust anchor. Checked anew whenever
 * they are read from the store for the first time: the store itself is not trusted.
 */
export class CharterChain {
  private readonly checked = new Map<string, AuthorisedCharter>();

  constructor(private readonly configuredAnchor: string | undefined) {}

  /** The charter in force; refuses where there is none yet. */
  async current(shelf: CharterShelf): Promise<Result<AuthorisedCharter>> {
    const latest = await shelf.charters.latest();
    return latest === undefined
      ? refuseWith('charter-required', 'this controller has no charter yet: submit one first')
      : this.authorised(shelf, latest);
  }

  async version(shelf: CharterShelf, version: number): Promise<Result<AuthorisedCharter>> {
    const record = await shelf.charters.byVersion(version);
    return record === undefined
      ? refuseWith('charter-missing', `there is no version ${version} of the charter`)
      : this.authorised(shelf, record);
  }

  /** Judges a charter that was just received. */
  async judge(
    shelf: CharterShelf,
    envelope: Envelope<'charter'>,
    at: Date,
  ): Promise<Result<AuthorisedCharter>> {
    const latest = await shelf.charters.latest();
    const previous =
      latest === undefined ? accept(undefined) : await this.authorised(shelf, latest);
    if (!previous.ok) return previous;
    const anchor = await this.anchor(shelf, envelope);
    if (!anchor.ok) return anchor;
    return authoriseCharter(envelope, { anchor: anchor.value, previous: previous.value, at });
  }

  private async authorised(
    shelf: CharterShelf,
    record: CharterRecord,
  ): Promise<Result<AuthorisedCharter>> {
    const known = this.checked.get(record.digest);
    if (known !== undefined) return accept(known);
    const previous =
      record.version === 1 ? accept(undefined) : await this.version(shelf, record.version - 1);
    if (!previous.ok) return previous;
    const envelope = parseEnvelope(record.envelope, 'charter');
    if (!envelope.ok) return damaged(envelope.problems);
    const anchor = await this.anchor(shelf, envelope.value);
    if (!anchor.ok) return anchor;
    const result = await authoriseCharter(envelope.value, {
      anchor: anchor.value,
      previous: previous.value,
      at: new Date(record.acceptedAt),
    });
    if (!result.ok) return damaged(result.problems);
    this.checked.set(record.digest, result.value);
    return result;
  }

  /** The configured anchor; else the one pinned with the first charter; else the charter that comes first. */
  private async anchor(
    { settings }: CharterShelf,
    envelope: Envelope<'charter'>,
  ): Promise<Result<TrustAnchor>> {
    const text = this.configuredAnchor ?? (await settings.get('trustAnchor'));
    return text === undefined ? accept({ digest: envelope.digest }) : parseTrustAnchor(text);
  }
}

function damaged(problems: readonly Problem[]): Result<never> {
  return refuse(
    ...problems.map((problem) => ({
      ...problem,
      detail: `a stored charter is not in order: ${problem.detail}`,
    })),
  );
}
