import type { ReportState } from '#protocol';

/** Every state that a host can report of a contract. */
export const reportStates = [
  'applied',
  'applying',
  'confirming',
  'refused',
  'failed',
  'reverted',
  'drifted',
  'frozen',
  'waiting',
  'disabled',
  'removed',
] as const satisfies readonly ReportState[];
