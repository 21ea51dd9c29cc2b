import type { DriverProblemCode } from '#drivers';

/** A problem that is found when the whole of the data is known; its path lies below `data`. */
export interface Issue {
  readonly code: DriverProblemCode;
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

export function issue(
  code: DriverProblemCode,
  path: readonly (string | number)[],
  detail: string,
): Issue {
  return { code, path, detail };
}
