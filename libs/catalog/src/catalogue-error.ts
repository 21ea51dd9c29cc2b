export type CatalogueErrorCode =
  'driver-not-found' | 'driver-broken' | 'driver-duplicate' | 'driver-settings-unreadable';

/** Why a program can't start with the drivers that its settings name. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';

  constructor(
    readonly code: CatalogueErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
