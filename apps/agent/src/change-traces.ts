import type { DesiredIndex } from '#protocol';
import type { ControllerPort } from './controller-port.js';

/** Which trace the first change by a version belongs to: that of its approval. What is repaired later belongs to none. */
export class ChangeTraces {
  #noted = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** A controller whose answers are noted. */
  noting(link: ControllerPort): ControllerPort {
    return {
      desired: async (etag) => {
        const answer = await link.desired(etag);
        if (answer !== undefined) this.#note(answer.index);
        return answer;
      },
      document: (digest) => link.document(digest),
      report: (report) => link.report(report),
      hints: (onHint, signal) => link.hints(onHint, signal),
    };
  }

  /** Answers once for each version. */
  take(digest: string): string | undefined {
    if (this.#taken.has(digest)) return undefined;
    this.#taken.add(digest);
    return this.#noted.get(digest);
  }

  #note({ contracts }: DesiredIndex): void {
    this.#noted = new Map(
      contracts.flatMap(({ digest, traceparent }) =>
        traceparent === undefined ? [] : [[digest, traceparent]],
      ),
    );
    for (const digest of this.#taken) if (!this.#noted.has(digest)) this.#taken.delete(digest);
  }
}
