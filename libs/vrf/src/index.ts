export { vrfDriver } from './vrf-driver.js';
export { vrfSamples } from './vrf-samples.js';
export type { VrfSpec } from './vrf-spec.js';
