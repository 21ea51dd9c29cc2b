import type { DriverProblemCode } from './problem-codes.js';

/** Something of which a host has only one. */
export interface Claim {
  /** Names the thing; two claims with one key can't both be met. */
  readonly key: string;
  readonly code: DriverProblemCode;
  readonly title: string;
  /** Where it is one of many in a row, such as a VNI of a range; absent: it stands alone. */
  readonly row?: ClaimRow;
}

/** The place of a claim among its neighbours. */
export interface ClaimRow {
  readonly number: number;
  /** Names all claims of the row between two numbers, both included. */
  readonly titled: (first: number, last: number) => string;
}
