import { createHash } from 'node:crypto';
import type { HostState } from '#drivers';
import type { ContractReport, HostReport } from '#protocol';
import { agentVersion } from './agent-version.js';
import type { DocumentIntake } from './document-intake.js';

/** Identifies one reading of a host, so that an unchanged one is not sent again. */
export function stateDigestOf(state: HostState): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(state)).digest('hex')}`;
}

/** One reading of the host, named by its digest; the reading itself only where the controller lacks it. */
export interface ReportedState {
  readonly stateDigest: string;
  readonly state?: HostState;
}

export function hostReport(
  { charter, charterProblems }: DocumentIntake,
  reported: ReportedState,
  contracts: readonly ContractReport[],
): HostReport {
  const charterVersion = charter?.charter.version;
  return {
    agentVersion,
    problems: charterProblems,
    contracts,
    ...reported,
    ...(charterVersion !== undefined && { charterVersion }),
  };
}
