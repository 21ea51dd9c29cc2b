import type { BridgeOptions } from '#drivers';
import { Attributes } from './attributes.js';
import { decodeFields, encodeFields, flag32, type KindFields } from './kind-fields.js';

/** IFLA_BR_* of include/uapi/linux/if_link.h. */
const bridgeFields: KindFields<BridgeOptions> = {
  stp: flag32(5),
};

export function encodeBridge(options: Partial<BridgeOptions>): readonly Buffer[] {
  return encodeFields(bridgeFields, options);
}

export function decodeBridge(data: Attributes = new Attributes(Buffer.alloc(0))): BridgeOptions {
  return decodeFields(bridgeFields, data);
}
