import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Scope } from '../core/scopes.js';

/** Who may call a route. A route that says nothing may be called by nobody. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'scope'; readonly scope: Scope }
  /** A joined host, proved by the signature on the request. */
  | { readonly kind: 'host' };

export const accessKey = 'hercules:access';

export function Allow(access: Access): CustomDecorator {
  return SetMetadata(accessKey, access);
}
