import type { BridgeOptions, GenericPart, KindTables, VrfOptions } from '#drivers';
import type { Attributes } from './attributes.js';
import { decodeBond, type BondData } from './bond-data.js';
import { decodeBridge } from './bridge-data.js';
import { decodeGeneric } from './generic-data.js';
import { decodeVlan, type VlanData } from './vlan-data.js';
import { decodeVrf } from './vrf-data.js';
import { decodeVxlan, type VxlanData } from './vxlan-data.js';

/** What a link has because of its kind; none of these for a kind that the model has no words for. */
export interface LinkKind {
  readonly bond?: BondData;
  readonly bridge?: BridgeOptions;
  readonly vlan?: VlanData;
  readonly vrf?: VrfOptions;
  readonly vxlan?: VxlanData;
  readonly generic?: GenericPart;
}

/** Decodes at once: attributes that are kept keep all of the dump that they are views into. */
export function decodeKind(
  kind: string,
  data: Attributes | undefined,
  kinds: KindTables,
): LinkKind {
  switch (kind) {
    case 'bond':
      return { bond: decodeBond(data) };
    case 'bridge':
      return { bridge: decodeBridge(data) };
    case 'vlan': {
      const vlan = decodeVlan(data);
      return vlan === undefined ? {} : { vlan };
    }
    case 'vrf': {
      const vrf = decodeVrf(data);
      return vrf === undefined ? {} : { vrf };
    }
    case 'vxlan': {
      const vxlan = decodeVxlan(data);
      return vxlan === undefined ? {} : { vxlan };
    }
    default: {
      const table = kinds.get(kind);
      return table === undefined ? {} : { generic: decodeGeneric(table, data) };
    }
  }
}
