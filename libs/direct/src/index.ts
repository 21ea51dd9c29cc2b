export { directDriver } from './direct-driver.js';
export { directSamples } from './direct-samples.js';
export type { DirectSpec } from './direct-spec.js';
