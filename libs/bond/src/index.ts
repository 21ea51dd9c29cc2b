export { bondDriver } from './bond-driver.js';
export type { BondSpec } from './bond-spec.js';
