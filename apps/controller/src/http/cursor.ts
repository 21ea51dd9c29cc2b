import { accept, type Result } from '#contract';
import { refuseWith } from '../problems/refuse-with.js';
import { Answer } from './answer.js';

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A cursor says after which key the next page begins; its text is nobody's business but ours. */
export function encodeCursor(key: string): string {
  return Buffer.from(`1:${key}`).toString('base64url');
}

export function decodeCursor(cursor: string | undefined): Result<string | undefined> {
  if (cursor === undefined) return accept(undefined);
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  return text.startsWith('1:')
    ? accept(text.slice(2))
    : refuseWith('query-invalid', 'cursor must be one that this list has given', '/cursor');
}

/**
 * One page of a list with the way to the next one, in the body and as a Link header (RFC 8288).
 * `found` holds one more than `limit` where there is a next page.
 */
export function pageAnswer<Item>(
  found: readonly Item[],
  { limit }: PageQuery,
  keyOf: (item: Item) => string,
  address: string,
): Answer {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return new Answer({ items });
  const nextCursor = encodeCursor(keyOf(last));
  const next = new URL(address, 'http://controller');
  next.searchParams.set('cursor', nextCursor);
  return new Answer({ items, nextCursor }, 200, {
    link: `<${next.pathname}${next.search}>; rel="next"`,
  });
}
