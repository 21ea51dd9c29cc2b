/** How a group of benches is run. */
export interface BenchOptions {
  /** How often a bench and its baseline alternate; absent: as often as fits into a few minutes. */
  readonly pairs: number | undefined;
  /** Every number of objects is multiplied by this, for a look at the bench itself: 1 is what the goals are about. */
  readonly scale: number;
  /** Only benches whose name contains this. */
  readonly only: string;
  readonly tell: (text: string) => void;
}

export type Bench<Result> = (options: BenchOptions) => Promise<readonly Result[]>;

/** At least one. */
export function scaled(count: number, { scale }: BenchOptions): number {
  return Math.max(1, Math.round(count * scale));
}
