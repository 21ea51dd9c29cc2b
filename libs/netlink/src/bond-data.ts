import { adSelections, bondHashPolicies, bondModes, lacpRates, type BondOptions } from '#drivers';
import { Attributes } from './attributes.js';
import { decodeFields, encodeFields, number32, word8, type KindFields } from './kind-fields.js';

/** As the kernel sees it: the primary is an interface index, 0 for none. */
export type BondData = Omit<Required<BondOptions>, 'primary'> & { readonly primary: number };

/**
 * IFLA_BOND_* of include/uapi/linux/if_link.h. The kernel sets them in an order of its own (`bond_changelink` in
 * drivers/net/bonding/bond_netlink.c): the mode first, the delays after `miimon`, of which they are multiples.
 */
const bondFields: KindFields<BondData> = {
  mode: word8(1, bondModes),
  miimon: number32(3),
  upDelay: number32(4),
  downDelay: number32(5),
  primary: number32(11),
  xmitHashPolicy: word8(14, bondHashPolicies),
  minLinks: number32(18),
  lacpRate: word8(21, lacpRates),
  adSelect: word8(22, adSelections),
};

export function encodeBond(options: Partial<BondData>): readonly Buffer[] {
  return encodeFields(bondFields, options);
}

export function decodeBond(data: Attributes = new Attributes(Buffer.alloc(0))): BondData {
  return decodeFields(bondFields, data);
}
