export type StoreErrorCode =
  'store-open-failed' | 'store-migration-failed' | 'store-corrupt' | 'store-conflict';

/** What the store throws. `store-conflict`: somebody else changed the same record first; reading again helps. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
