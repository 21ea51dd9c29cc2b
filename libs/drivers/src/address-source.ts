import type { Family } from './addresses.js';
import type { InterfaceName } from './names.js';

/** An address that a host is to tell: one that a link of it has. */
export interface AddressSource {
  readonly link: InterfaceName;
  readonly family: Family;
}
