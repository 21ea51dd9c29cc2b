export { vxlanDriver } from './vxlan-driver.js';
export type { VxlanSpec } from './vxlan-spec.js';
