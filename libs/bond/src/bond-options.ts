import type { BondOptions } from '#drivers';
import { has, usualMiimon, type modesOf } from './bond-modes.js';
import type { BondMember, BondSpec } from './bond-spec.js';

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
