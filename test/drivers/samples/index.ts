import { bondSamples } from './bond-samples.js';
import { bridgeSamples } from './bridge-samples.js';
import { directSamples } from './direct-samples.js';
import type { DriverSamples } from './driver-samples.js';
import { ipsecSamples } from './ipsec-samples.js';
import { vlanSamples } from './vlan-samples.js';
import { vrfSamples } from './vrf-samples.js';
import { vxlanSamples } from './vxlan-samples.js';

export const builtInSamples: readonly DriverSamples[] = [
  bondSamples,
  bridgeSamples,
  directSamples,
  ipsecSamples,
  vlanSamples,
  vrfSamples,
  vxlanSamples,
];
