export { bridgeDriver } from './bridge-driver.js';
export type { BridgeSpec } from './bridge-spec.js';
