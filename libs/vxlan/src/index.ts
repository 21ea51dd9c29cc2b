export { vxlanDriver } from './vxlan-driver.js';
export { vxlanSamples } from './vxlan-samples.js';
export type { VxlanSpec } from './vxlan-spec.js';
