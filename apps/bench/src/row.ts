/** One result: a ratio to a baseline that ran beside it, or a value with its unit; and whether the goal is held. */
export type Row = RatioRow | ValueRow;

export interface RatioRow {
  readonly bench: string;
  readonly n: number;
  /** Median of our runs. */
  readonly seconds: number;
  readonly baseline: string;
  /** Median of the baseline's runs, which alternate with ours. */
  readonly baselineSeconds: number;
  readonly ratio: number;
  readonly goal: number;
  readonly holds: boolean;
}

export interface ValueRow {
  readonly bench: string;
  readonly n: number;
  readonly value: number;
  readonly unit: string;
  /** What ran beside it, for comparison: the goal is about the value alone. */
  readonly baseline?: string;
  readonly baselineSeconds?: number;
  readonly goal: number;
  readonly holds: boolean;
}

export function ratioRow(
  bench: string,
  n: number,
  ours: readonly number[],
  baseline: string,
  theirs: readonly number[],
  goal: number,
): RatioRow {
  const [seconds, baselineSeconds] = [median(ours), median(theirs)];
  const ratio = round(seconds / baselineSeconds);
  return {
    bench,
    n,
    seconds: round(seconds),
    baseline,
    baselineSeconds: round(baselineSeconds),
    ratio,
    goal,
    holds: ratio <= goal,
  };
}

export function valueRow(
  bench: string,
  n: number,
  value: number,
  unit: string,
  goal: number,
): ValueRow {
  return { bench, n, value: round(value), unit, goal, holds: value <= goal };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
