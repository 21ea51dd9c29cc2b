import type { NodeDraft, PrincipalDraft } from './draft-charter.js';
import type { Draft } from './draft.js';
import { periodFrom } from './period.js';

export interface CharterAdditions {
  /** Absent: the title stays. */
  readonly title: string | undefined;
  readonly principals: readonly PrincipalDraft[];
  readonly nodes: readonly NodeDraft[];
  readonly now: Date;
  /** Milliseconds from now. */
  readonly validFor: number;
}

/** The draft with principals and hosts more. One that is listed already is replaced; requirements stay as they are. */
export function extendCharter(draft: Draft, additions: CharterAdditions): Draft {
  const { title, principals, nodes, now, validFor } = additions;
  const validity = periodFrom(now, validFor);
  const newPrincipals = principals.map(({ id, roles, keys }) => ({
    id,
    roles,
    keys: keys.map((key) => ({ key, ...validity })),
  }));
  return {
    ...draft,
    ...(title === undefined ? {} : { title }),
    validity,
    principals: merged(draft['principals'], newPrincipals),
    nodes: merged(draft['nodes'], nodes),
  };
}

interface Listed {
  readonly id: string;
}

function merged(before: unknown, added: readonly Listed[]): readonly unknown[] {
  const list = Array.isArray(before) ? (before as readonly Listed[]) : [];
  const entries = [...list, ...added].map((entry) => [entry.id, entry] as const);
  return [...new Map(entries).values()];
}
