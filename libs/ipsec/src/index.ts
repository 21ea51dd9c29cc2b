export { ipsecDriver } from './ipsec-driver.js';
export { ipsecSamples } from './ipsec-samples.js';
export type { IpsecSpec } from './ipsec-spec.js';
export { xfrmKind } from './xfrm-kind.js';
