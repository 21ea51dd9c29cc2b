export { bridgeDriver } from './bridge-driver.js';
export { bridgeSamples } from './bridge-samples.js';
export type { BridgeSpec } from './bridge-spec.js';
