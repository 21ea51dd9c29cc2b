export { vlanDriver } from './vlan-driver.js';
export { vlanSamples } from './vlan-samples.js';
export type { VlanSpec } from './vlan-spec.js';
