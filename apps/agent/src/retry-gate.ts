import type { Clock } from '#engine';

export interface RetryGateOptions {
  /** Tries that may follow each other at once. */
  readonly burst: number;
  /** Seconds until one more is allowed. */
  readonly refillSeconds: number;
}

interface Bucket {
  /** Left for now. */
  tries: number;
  taken: number;
  readonly filledAt: number;
}

/** Limits how often something is tried, for each subject by itself: a bucket of tries that fills up with time. */
export class RetryGate {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly options: RetryGateOptions,
  ) {}

  /** Takes one try; false: none is left for now. */
  pass(subject: string): boolean {
    const bucket = this.#filled(subject);
    this.#buckets.set(subject, bucket);
    if (bucket.tries < 1) return false;
    bucket.tries -= 1;
    bucket.taken += 1;
    return true;
  }

  /** Tries that a subject has taken since it was last forgotten. */
  taken(subject: string): number {
    return this.#buckets.get(subject)?.taken ?? 0;
  }

  /** Forgets a subject's tries: it went well. */
  reset(subject: string): void {
    this.#buckets.delete(subject);
  }

  #filled(subject: string): Bucket {
    const now = this.clock.now().getTime();
    const bucket = this.#buckets.get(subject);
    if (bucket === undefined) return { tries: this.options.burst, taken: 0, filledAt: now };
    const fresh = (now - bucket.filledAt) / 1000 / this.options.refillSeconds;
    const tries = Math.min(this.options.burst, bucket.tries + fresh);
    return { tries, taken: bucket.taken, filledAt: now };
  }
}
