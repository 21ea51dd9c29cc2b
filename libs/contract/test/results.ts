import type { Result } from '../src/index.js';

/** The value, or a failing test that tells the problems. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problems)}`);
  return result.value;
}

/** `code path` of every problem; empty when accepted. */
export function problemsIn(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path}`);
}
