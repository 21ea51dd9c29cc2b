export type { ContractView, HostStatus, StatusView } from './controller-views.js';
export { Api } from './api.js';
export { controllerReady, openDemoSite, type DemoSite, type DemoSiteOptions } from './demo-site.js';
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
export type { DemoResult } from './story.js';
export { readToken } from './token-file.js';
export { waitUntil } from './wait-until.js';
