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
export { planSummary } from './plan-summary.js';
export { flowMeters, tunnelStates } from './host-measures.js';
export type {
  AgentMeasures,
  ChangeMeasures,
  FlowMeter,
  FlowStreamMeasures,
  HostMeasures,
  LinkMeasures,
  MeteringMeasures,
  SideCounts,
  TunnelCounts,
  TunnelMeasures,
  TunnelState,
} from './host-measures.js';
export {
  bodyDigest,
  requestSignatureHeader,
  requestSignatureType,
  signRequest,
  type SignedRequest,
} from './request-signature.js';
