export { vrfDriver } from './vrf-driver.js';
export type { VrfSpec } from './vrf-spec.js';
