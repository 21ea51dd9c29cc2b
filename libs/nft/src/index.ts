export { NftHost } from './nft-host.js';
export type { NftHostOptions } from './nft-host.js';
export { findNft } from './nft-program.js';
