import { refuse, type Problem } from '#contract';
import type { ProblemCode } from './problem-table.js';

type Refused = ReturnType<typeof refuse<string>>;

/** An expected refusal for one reason. */
export function refuseWith(code: ProblemCode, detail: string, path = ''): Refused {
  return refuse<string>({ code, path, detail });
}

/** A refusal on its way from the edge of HTTP to the problem filter. Domain code returns results instead. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly problems: readonly Problem[],
    /** Headers that belong to the refusal, as in `WWW-Authenticate`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problems.map(({ code, detail }) => `${code}: ${detail}`).join('; '));
  }

  static of(
    code: ProblemCode,
    detail: string,
    headers?: Readonly<Record<string, string>>,
  ): Refusal {
    return new Refusal([{ code, path: '', detail }], headers);
  }
}
