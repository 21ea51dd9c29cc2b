export { directDriver } from './direct-driver.js';
export type { DirectSpec } from './direct-spec.js';
