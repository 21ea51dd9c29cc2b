/** What the host knows of one contract besides its text. Digests name versions. */
export interface ContractStanding {
  /** The newest version that the host accepted. */
  readonly accepted: string;
  /** The version that it last brought about, confirmed where that was asked; undefined: none yet. */
  readonly applied: string | undefined;
  /** A version that nobody confirmed in time; undefined: none. */
  readonly reverted: string | undefined;
  /** A version that stands and waits for a word; undefined: none. */
  readonly pending: string | undefined;
  readonly isFrozen: boolean;
}

/**
 * What is to be done about a contract:
 * `hold` nothing, people must look · `await` its version stands and waits for a word · `queue` an older version still
 * waits for one · `stand-by` its version was taken back, the one before is kept · `change` bring its version about ·
 * `keep` see that it is still as it was brought about
 */
export type Course = 'hold' | 'await' | 'queue' | 'stand-by' | 'change' | 'keep';

export function courseOf({
  accepted,
  applied,
  reverted,
  pending,
  isFrozen,
}: ContractStanding): Course {
  if (isFrozen) return 'hold';
  if (pending !== undefined) return pending === accepted ? 'await' : 'queue';
  if (reverted === accepted) return 'stand-by';
  return applied === accepted ? 'keep' : 'change';
}
