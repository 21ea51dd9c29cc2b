import type { Problem } from '#contract';
import type { DriverProblemCode } from './problem-codes.js';

/**
 * What a host can come to have without anybody changing a contract: an interface is plugged in, comes up, gets its
 * address. What lacks only that is no mistake, and waits.
 */
const lacks: Partial<Readonly<Record<DriverProblemCode, string>>> = {
  'parent-unknown': 'parent missing',
  'parent-down': 'parent down',
  'port-unknown': 'port missing',
  'underlay-unknown': 'underlay missing',
  'local-address-unknown': 'address missing',
};

export interface Lack {
  /** 'parent missing'. */
  readonly what: string;
  /** Names what lacks and where the contract asks for it. */
  readonly detail: string;
}

/** What a plan that was refused waits for; undefined: for nothing, people must mend it. */
export function lackIn(problems: readonly Problem[]): Lack | undefined {
  const found = problems.map(({ code, detail, path }) => {
    const what = Object.entries(lacks).find(([lack]) => lack === code)?.[1];
    return what === undefined ? undefined : { what, detail: `${detail} (${path})` };
  });
  return found.includes(undefined) ? undefined : found[0];
}
