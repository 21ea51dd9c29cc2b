import type { Scope } from './scopes.js';

/** Who sent a request, once that is proved. */
export type Actor =
  | {
      readonly kind: 'operator';
      readonly tokenId: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
    }
  | { readonly kind: 'node'; readonly node: string };

/** As it stands in events. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'operator':
      return `token ${actor.name}`;
    case 'node':
      return `node ${actor.node}`;
  }
}
