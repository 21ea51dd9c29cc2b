export { bondDriver } from './bond-driver.js';
export { bondSamples } from './bond-samples.js';
export type { BondSpec } from './bond-spec.js';
