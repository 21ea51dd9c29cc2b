import { createHash } from 'node:crypto';
import { rememberByObject, type HostState } from '#drivers';
import type { ContractReport, HostMeasures, HostReport } from '#protocol';
import { agentVersion } from './agent-version.js';
import type { DocumentIntake } from './document-intake.js';

/** Identifies one reading of a host, so that an unchanged one is not sent again. */
export const stateDigestOf = rememberByObject(({ capabilities, ...families }: HostState) => {
  const hash = createHash('sha256').update(JSON.stringify(capabilities ?? null));
  for (const [family, entries] of Object.entries(families) as [string, readonly object[]][]) {
    hash.update(`${family} ${entries.length}\n`).update(entries.map(digestOf).join('\n'));
  }
  return `sha256:${hash.digest('hex')}`;
});

/** Most entries of a reading are those of the one before. */
const digestOf = rememberByObject((entry: object) =>
  createHash('sha256').update(JSON.stringify(entry)).digest('base64'),
);

/** One reading of the host, named by its digest; the reading itself only where the controller lacks it. */
export interface ReportedState {
  readonly stateDigest: string;
  readonly state?: HostState;
}

export function hostReport(
  { charter, charterProblems }: DocumentIntake,
  reported: ReportedState,
  contracts: readonly ContractReport[],
  measures?: HostMeasures,
): HostReport {
  const charterVersion = charter?.charter.version;
  return {
    agentVersion,
    problems: charterProblems,
    contracts,
    ...reported,
    ...(charterVersion !== undefined && { charterVersion }),
    ...(measures !== undefined && { measures }),
  };
}
