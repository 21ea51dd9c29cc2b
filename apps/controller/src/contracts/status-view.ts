import { z } from 'zod';
import { contractStates } from '#store';
import { reportStates } from '../rollouts/report-states.js';
import { conditionView, counter, listOf, problemView, time } from '../http/views.js';

const workloadStatus = z.object({ name: z.string(), conditions: listOf(conditionView) });

const driftItems = listOf(
  z.object({
    kind: z.enum(['missing', 'extra', 'changed', 'foreign']),
    identity: z.string(),
    fields: listOf(z.string()),
  }),
);

export const driftView = z
  .object({
    state: z.enum(['in-sync', 'drifted', 'unknown']).describe('unknown: the host is silent'),
    since: time.optional().describe('when the departure was first seen'),
    items: driftItems,
    repairs: counter.describe(
      'how often the host has repaired the contract since its agent started',
    ),
    repaired: z
      .object({ at: time, items: driftItems })
      .optional()
      .describe('the last repair; absent: none'),
  })
  .meta({ id: 'Drift', description: 'how a host stands to a contract that it once brought about' });

export const hostStatusView = z
  .object({
    node: z.string(),
    state: z.enum(['pending', ...reportStates]),
    version: counter.nullable().describe('version that the host last spoke of; null: it has not'),
    digest: z.string().nullable(),
    conditions: listOf(conditionView),
    workloads: listOf(workloadStatus),
    problems: listOf(problemView).describe('why the host refused or failed; [] when it did not'),
    writes: counter
      .optional()
      .describe('messages that changed something in the host, in its last run'),
    seconds: z.number().optional().describe('from the plan to the verified state, in its last run'),
    deadline: time.optional().describe('until when the change must be confirmed'),
    drift: driftView.optional().describe('absent: the host has not looked yet'),
    receipt: z.string().optional().describe('compact JWS by the key of the host'),
    reportedAt: time.nullable(),
  })
  .meta({ id: 'HostStatus' });
export type HostStatusView = z.infer<typeof hostStatusView>;

export const contractStatusView = z
  .object({
    contractId: z.string(),
    version: counter.describe('latest version'),
    state: z.enum(contractStates),
    observedVersion: counter
      .nullable()
      .describe('highest version that every host has carried out; null: none'),
    conditions: listOf(conditionView),
    hosts: listOf(hostStatusView),
  })
  .meta({ id: 'ContractStatus' });
export type ContractStatusView = z.infer<typeof contractStatusView>;
