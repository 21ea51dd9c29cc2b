export type ControllerErrorCode = 'config-invalid' | 'settings-unreadable';

/** Why the controller could not start. */
export class ControllerError extends Error {
  override readonly name = 'ControllerError';

  constructor(
    readonly code: ControllerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
