export { ipsecDriver } from './ipsec-driver.js';
export type { IpsecSpec } from './ipsec-spec.js';
export { xfrmKind } from './xfrm-kind.js';
