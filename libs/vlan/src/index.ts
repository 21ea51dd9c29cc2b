export { vlanDriver } from './vlan-driver.js';
export type { VlanSpec } from './vlan-spec.js';
