/** For tests of the apps and of whole paths; the libraries' own tests stay with the library. */
export {
  bothSign,
  digestOfDocument,
  sampleCharter,
  sampleCharterId,
  sampleContract,
  sampleContractId,
  sampleSite,
  sampleTime,
  signDocument,
} from '../../libs/contract/test/sample-site.js';
export type { Draft, SampleSite } from '../../libs/contract/test/sample-site.js';
