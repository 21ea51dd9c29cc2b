import { createHash } from 'node:crypto';
import { accept, type Result } from '#contract';
import type { Clock } from '#engine';
import type { Store, StoredAnswer } from '#store';
import { refuseWith } from '../problems/refuse-with.js';

/** How long an answer is kept for repetitions. */
const keptMilliseconds = 24 * 3600 * 1000;
/** A request that is still without an answer after this long died with the program that worked on it. */
const abandonedMilliseconds = 60 * 1000;

export interface KeyedRequest {
  /** Whose key it is: two callers may choose the same. */
  readonly caller: string;
  readonly key: string;
  readonly address: string;
  readonly body: Uint8Array;
}

/** Makes that a request that is sent twice with one key is carried out once and answered twice alike. */
export class Idempotency {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** The answer of the first such request; undefined: this is the first, and it must be settled or released. */
  async begin(request: KeyedRequest): Promise<Result<StoredAnswer | undefined>> {
    const key = storedKey(request);
    const fingerprint = fingerprintOf(request);
    const now = this.clock.now();
    await this.store.idempotency.forgetBefore(earlier(now, keptMilliseconds));
    if (await this.store.idempotency.claim(key, fingerprint, now.toISOString()))
      return accept(undefined);

    const known = await this.store.idempotency.find(key);
    if (known !== undefined && known.fingerprint !== fingerprint) {
      return refuseWith(
        'idempotency-key-reused',
        'this idempotency key was used for another request',
      );
    }
    if (known?.answer != null) return accept(known.answer);
    if (known !== undefined && known.createdAt < earlier(now, abandonedMilliseconds)) {
      await this.store.idempotency.release(key);
      return this.begin(request);
    }
    return refuseWith(
      'idempotency-key-in-use',
      'the first request with this key is not answered yet',
    );
  }

  async settle(request: KeyedRequest, answer: StoredAnswer): Promise<void> {
    await this.store.idempotency.settle(storedKey(request), answer);
  }

  /** For a request that was refused or failed: nothing happened, so the key may be used again. */
  async release(request: KeyedRequest): Promise<void> {
    await this.store.idempotency.release(storedKey(request));
  }
}

function storedKey({ caller, key }: KeyedRequest): string {
  return createHash('sha256').update(`${caller}\n${key}`).digest('base64url');
}

function fingerprintOf({ address, body }: KeyedRequest): string {
  return createHash('sha256').update(`${address}\n`).update(body).digest('base64url');
}

function earlier(now: Date, milliseconds: number): string {
  return new Date(now.getTime() - milliseconds).toISOString();
}
