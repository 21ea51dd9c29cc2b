import type { LinkFields } from './link-fields.js';
import type { InterfaceName } from './names.js';

/** How frames are shared among the links, in the order of the kernel's numbers (BOND_MODE_* of if_bonding.h). */
export const bondModes = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const;
export type BondMode = (typeof bondModes)[number];

/** What of a frame chooses its link, in the order of the kernel's numbers (BOND_XMIT_POLICY_*). */
export const bondHashPolicies = [
  'layer2',
  'layer3+4',
  'layer2+3',
  'encap2+3',
  'encap3+4',
  'vlan+srcmac',
] as const;
export type BondHashPolicy = (typeof bondHashPolicies)[number];

export const lacpRates = ['slow', 'fast'] as const;
export const adSelections = ['stable', 'bandwidth', 'count'] as const;

/** An absent optional field is left as the kernel has it. Times are milliseconds. */
export interface BondOptions {
  /** The kernel changes it on a bond without links alone. */
  readonly mode: BondMode;
  /** Between two looks at whether the links have carrier; 0: nobody looks. */
  readonly miimon: number;
  /** How long a link has carrier before it is used; a multiple of `miimon`. */
  readonly upDelay: number;
  /** How long a link has no carrier before it is given up; a multiple of `miimon`. */
  readonly downDelay: number;
  /** So many links must be up for the bond to be. */
  readonly minLinks: number;
  readonly xmitHashPolicy?: BondHashPolicy;
  /** How often 802.3ad partners tell of themselves: every 30 seconds or every second. The kernel takes it while down. */
  readonly lacpRate?: (typeof lacpRates)[number];
  /** When 802.3ad chooses another aggregate. The kernel takes it while the bond is down. */
  readonly adSelect?: (typeof adSelections)[number];
  /** The link that is used whenever it can be; null: none is preferred. */
  readonly primary?: InterfaceName | null;
}

/** Links that act as one. Which they are the memberships say (`port` resources). */
export interface BondLink extends LinkFields {
  readonly kind: 'bond';
  readonly bond: BondOptions;
}
