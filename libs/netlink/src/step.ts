import type { InterfaceName } from '#drivers';
import type { Request } from './messages.js';

/** One message, and the refusals after which things are as they should be. */
export interface Step {
  readonly request: Request;
  readonly tolerated: readonly string[];
}

/** The messages of an operation, or the link that it needs and that is not there. */
export type Steps = readonly Step[] | { readonly missing: InterfaceName };
