import { StoreError } from './store-error.js';

declare const content: unique symbol;
/** JSON text of a `T`. The only door in and out of a JSON column is in this file. */
export type JsonText<T> = string & { readonly [content]: T };

export function toJson<T>(value: T): JsonText<T> {
  return JSON.stringify(value) as JsonText<T>;
}

/** Trusts that the text was written by `toJson`; text that is no JSON at all means a damaged database. */
export function fromJson<T>(text: JsonText<T>): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new StoreError('store-corrupt', 'could not read a JSON column: the database is damaged', {
      cause,
    });
  }
}
