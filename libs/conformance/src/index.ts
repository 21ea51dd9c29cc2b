export { Complaint } from './complaint.js';
export { conformanceChecks, hostChecks } from './conformance-checks.js';
export type { ConformanceCheck } from './conformance-checks.js';
export type { DriverSamples, SampleChange } from '#drivers';
