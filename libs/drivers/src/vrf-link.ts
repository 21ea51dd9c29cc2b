import type { LinkFields } from './link-fields.js';

export interface VrfOptions {
  /** Number of the routing table; the kernel fixes it when it makes the link. */
  readonly table: number;
}

/** A routing table of its own for the links whose master it is (Documentation/networking/vrf.rst). */
export interface VrfLink extends LinkFields {
  readonly kind: 'vrf';
  readonly vrf: VrfOptions;
}
