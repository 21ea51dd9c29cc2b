export { CharonProcess } from './charon-process.js';
export type { CharonProcessOptions } from './charon-process.js';
export { strongswanConf } from './strongswan-conf.js';
export type { CharonSettings } from './strongswan-conf.js';
