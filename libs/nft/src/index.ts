export { NftHost } from './nft-host.js';
export type { NftHostOptions } from './nft-host.js';
export { findProgram } from './nft-program.js';
