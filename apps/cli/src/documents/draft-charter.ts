import { charterSchemaName, type PublicKey } from '#contract';
import { everyoneOf } from './everyone-of.js';
import type { Draft } from './draft.js';
import { periodFrom } from './period.js';

export interface PrincipalDraft {
  readonly id: string;
  readonly roles: readonly string[];
  readonly keys: readonly PublicKey[];
}

export interface NodeDraft {
  readonly id: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly underlays: readonly UnderlayDraft[];
  readonly parents: readonly string[];
}

export interface UnderlayDraft {
  readonly link: string;
  readonly addresses: readonly string[];
  readonly mtu?: number;
}

export interface CharterWish {
  readonly charterId: string;
  readonly title: string;
  readonly principals: readonly PrincipalDraft[];
  readonly nodes: readonly NodeDraft[];
  readonly now: Date;
  /** Milliseconds from now. */
  readonly validFor: number;
}

/** Version 1 of a charter in which all principals together decide on everything. */
export function draftCharter(wish: CharterWish): Draft {
  const { charterId, title, principals, nodes, now, validFor } = wish;
  const validity = periodFrom(now, validFor);
  const everyone = everyoneOf(principals.map(({ id }) => id));
  return {
    schema: charterSchemaName,
    charterId,
    version: 1,
    title,
    validity,
    rules: { amend: everyone },
    principals: principals.map(({ id, roles, keys }) => ({
      id,
      roles,
      keys: keys.map((key) => ({ key, ...validity })),
    })),
    nodes,
    governance: { provision: everyone, amend: everyone },
  };
}
