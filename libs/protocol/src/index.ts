export type {
  Condition,
  ContractReport,
  ContractWord,
  DesiredIndex,
  Drift,
  DriftItem,
  HostReport,
  PlanSummary,
  ReportState,
} from './host-report.js';
export {
  bodyDigest,
  requestSignatureHeader,
  requestSignatureType,
  signRequest,
  type SignedRequest,
} from './request-signature.js';
