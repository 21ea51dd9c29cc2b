import type { MetricFacts } from './metric-facts.js';

/** Series of a host: its agent and its contracts. */
export const hostMetricTable = {
  hercules_agent_info: {
    page: 'host',
    type: 'gauge',
    help: 'Version of the agent; always 1.',
    labels: ['version'],
  },
  hercules_agent_last_report_timestamp_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'When the host was last heard of.',
    labels: [],
  },
  hercules_agent_charter_version: {
    page: 'host',
    type: 'gauge',
    help: 'Version of the charter that the host has accepted.',
    labels: [],
  },
  hercules_agent_start_time_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'When the process of the agent started.',
    labels: [],
  },
  hercules_agent_cpu_seconds_total: {
    page: 'host',
    type: 'counter',
    help: 'Processor time of the agent since its start, user and system together.',
    labels: [],
  },
  hercules_agent_resident_memory_bytes: {
    page: 'host',
    type: 'gauge',
    help: 'Resident memory of the agent.',
    labels: [],
  },
  hercules_host_contract_state: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the contract is in this state on the host.',
    labels: ['contract', 'state'],
  },
  hercules_contract_version: {
    page: 'host',
    type: 'gauge',
    help: 'Version of the contract that the host speaks of.',
    labels: ['contract'],
  },
  hercules_contract_drifted: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the host departs from the contract.',
    labels: ['contract'],
  },
  hercules_contract_drift_items: {
    page: 'host',
    type: 'gauge',
    help: 'Objects in which the host departs from the contract.',
    labels: ['contract', 'kind'],
  },
  hercules_contract_repairs_total: {
    page: 'host',
    type: 'counter',
    help: 'Repairs of the contract since the agent started.',
    labels: ['contract'],
  },
  hercules_contract_working: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the workload does its work, by its condition Working and its checks; no series: nobody looks.',
    labels: ['contract', 'workload'],
  },
  hercules_reconcile_changes_total: {
    page: 'host',
    type: 'counter',
    help: 'Changes of the contract that were carried out since the agent started.',
    labels: ['contract'],
  },
  hercules_reconcile_failures_total: {
    page: 'host',
    type: 'counter',
    help: 'Changes of the contract after which the host was as before.',
    labels: ['contract'],
  },
  hercules_reconcile_seconds_total: {
    page: 'host',
    type: 'counter',
    help: 'Time that the changes of the contract took, from plan to verified state, together.',
    labels: ['contract'],
  },
  hercules_reconcile_duration_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'How long the last change of the contract took.',
    labels: ['contract'],
  },
  hercules_reconcile_kernel_writes: {
    page: 'host',
    type: 'gauge',
    help: 'Messages to the kernel in the last run of the contract.',
    labels: ['contract'],
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;
