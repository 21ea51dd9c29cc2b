import type { BondMode } from '#drivers';

/** Options that mean something in some modes alone (`bond_opts` in drivers/net/bonding/bond_options.c). */
export const modesOf = {
  xmitHashPolicy: ['balance-xor', '802.3ad', 'balance-tlb'],
  lacpRate: ['802.3ad'],
  adSelect: ['802.3ad'],
  primary: ['active-backup', 'balance-tlb', 'balance-alb'],
} as const satisfies Record<string, readonly BondMode[]>;

/** Milliseconds. */
export const usualMiimon = 100;

export function has(option: keyof typeof modesOf, mode: BondMode): boolean {
  const modes: readonly BondMode[] = modesOf[option];
  return modes.includes(mode);
}
