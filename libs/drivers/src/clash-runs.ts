import type { Claim } from './claim.js';

/** A claim to what somebody else holds. */
export interface Clash {
  readonly claim: Claim;
  readonly holder: string;
}

export interface ClashRun extends Pick<Claim, 'code' | 'title'> {
  readonly holder: string;
}

/** Neighbours in a row that one holder has are told as one. */
export function clashRuns(clashes: readonly Clash[]): readonly ClashRun[] {
  const runs: [Clash, ...Clash[]][] = [];
  for (const clash of clashes) {
    const run = runs.at(-1);
    if (run !== undefined && continues(run.at(-1), clash)) run.push(clash);
    else runs.push([clash]);
  }
  return runs.map(runOf);
}

function continues(before: Clash | undefined, { claim, holder }: Clash): boolean {
  const last = before?.claim.row?.number;
  return last !== undefined && claim.row?.number === last + 1 && before?.holder === holder;
}

function runOf(run: readonly [Clash, ...Clash[]]): ClashRun {
  const [{ claim, holder }] = run;
  const { code, row } = claim;
  const last = run.at(-1)?.claim.row?.number;
  const isAlone = row === undefined || last === undefined || last === row.number;
  return { code, holder, title: isAlone ? claim.title : row.titled(row.number, last) };
}
