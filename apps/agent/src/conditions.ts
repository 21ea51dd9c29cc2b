import type { Condition } from '#protocol';

export type ConditionDraft = Omit<Condition, 'lastTransitionTime'>;

/** Remembers since when each condition holds: the time changes only when the status does. */
export class ConditionHistory {
  readonly #since = new Map<string, { readonly status: string; readonly time: string }>();

  stamp(subject: string, drafts: readonly ConditionDraft[], now: Date): readonly Condition[] {
    return drafts.map((draft) => {
      const key = `${subject} ${draft.type}`;
      const known = this.#since.get(key);
      const time = known?.status === draft.status ? known.time : now.toISOString();
      this.#since.set(key, { status: draft.status, time });
      return { ...draft, lastTransitionTime: time };
    });
  }
}
