import { bondSamples } from '#bond';
import { bridgeSamples } from '#bridge';
import { directSamples } from '#direct';
import type { DriverSamples } from '#drivers';
import { ipsecSamples } from '#ipsec';
import { vlanSamples } from '#vlan';
import { vrfSamples } from '#vrf';
import { vxlanSamples } from '#vxlan';

/** By which every driver of ours is checked. */
export const builtInSamples: readonly DriverSamples[] = [
  bondSamples,
  bridgeSamples,
  directSamples,
  ipsecSamples,
  vlanSamples,
  vrfSamples,
  vxlanSamples,
];
