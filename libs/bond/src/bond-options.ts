import type { BondMode, BondOptions } from '#drivers';
import type { BondMember, BondSpec } from './bond-spec.js';

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

/** Every option that the mode has, so that one that is left out returns to its default. */
export function bondOptions(spec: BondSpec, member: BondMember): BondOptions {
  const { mode, miimon = usualMiimon, upDelay = 0, downDelay = 0, minLinks = 0 } = spec;
  return { mode, miimon, upDelay, downDelay, minLinks, ...optionsOfMode(spec, member) };
}

function optionsOfMode(
  { mode, ...spec }: BondSpec,
  { primary }: BondMember,
): Pick<BondOptions, keyof typeof modesOf> {
  return {
    ...(has('xmitHashPolicy', mode) && { xmitHashPolicy: spec.xmitHashPolicy ?? 'layer2' }),
    ...(has('lacpRate', mode) && { lacpRate: spec.lacpRate ?? 'slow' }),
    ...(has('adSelect', mode) && { adSelect: spec.adSelect ?? 'stable' }),
    ...(has('primary', mode) && { primary: primary ?? null }),
  };
}
