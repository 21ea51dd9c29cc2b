import type { VrfOptions } from '#drivers';
import type { Attributes } from './attributes.js';
import { decodeFields, encodeFields, number32, type KindFields } from './kind-fields.js';

/** IFLA_VRF_* of include/uapi/linux/if_link.h. */
const vrfFields: KindFields<VrfOptions> = { table: number32(1) };

export function encodeVrf(options: VrfOptions): readonly Buffer[] {
  return encodeFields(vrfFields, options);
}

/** Undefined where the kernel does not tell the table. */
export function decodeVrf(data: Attributes | undefined): VrfOptions | undefined {
  return data && decodeFields(vrfFields, data);
}
