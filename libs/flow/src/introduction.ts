/** What a collector is told before flows: how they are laid out, or also who sends them, of which interfaces, sampled how. */
export type Introduction = 'everything' | 'layout' | 'nothing';

/**
 * Every so many tellings of the layout the rest comes with it: rarely, since collectors that leave records of options out
 * of the count which RFC 7011 3.1 has them in see a gap behind each (nfcapd 1.7.1, nfacctd 1.7.7).
 */
const everythingEvery = 10;

/** When a collector is told what. Times are milliseconds. */
export class IntroductionPlan {
  #layoutTold = -Infinity;
  #everythingTold = -Infinity;

  constructor(
    private readonly refresh: number,
    /** Whether what was told of a connection is known as long as it lasts. */
    private readonly isReliable: boolean,
  ) {}

  /** What is told now. */
  next(now: number, { isNew, hasFlows }: { isNew: boolean; hasFlows: boolean }): Introduction {
    if (isNew || now - this.#everythingTold >= this.refresh * everythingEvery) {
      this.#everythingTold = now;
      this.#layoutTold = now;
      return 'everything';
    }
    if (this.isReliable || (!hasFlows && now - this.#layoutTold < this.refresh)) return 'nothing';
    this.#layoutTold = now;
    return 'layout';
  }

  /** Has everything told next. */
  beginAnew(): void {
    this.#everythingTold = -Infinity;
  }
}
