export type { HostStatus } from './controller-views.js';
export { Api } from './api.js';
export { openLab, type Lab } from './lab.js';
export { Operators } from './operators.js';
export { openRelay, type Relay } from './relay.js';
export {
  charterPayload,
  contractId,
  contractPayload,
  signedBy,
  siteNetwork,
  type ContractEdition,
} from './site.js';
export { readToken } from './story.js';
export { waitUntil } from './wait-until.js';
