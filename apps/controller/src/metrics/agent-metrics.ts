import type { AgentMeasures } from '#protocol';
import type { NodeRecord } from '#store';
import type { Metric } from './exposition.js';
import { bare, metric } from './metric.js';

/** The agent and its process. */
export function agentMetrics(
  node: NodeRecord,
  process: AgentMeasures | undefined,
): readonly Metric[] {
  return [
    metric('hercules_agent_info', [{ labels: { version: node.agentVersion ?? '' }, value: 1 }]),
    bare('hercules_agent_last_report_timestamp_seconds', secondsOf(node.lastSeenAt)),
    bare('hercules_agent_charter_version', node.charterVersion ?? 0),
    bare('hercules_agent_start_time_seconds', secondsOf(process?.startedAt)),
    bare('hercules_agent_cpu_seconds_total', process?.cpuSeconds),
    bare('hercules_agent_resident_memory_bytes', process?.residentBytes),
  ];
}

/** Seconds since 1970 of a time in RFC 3339; undefined: there is none. */
export function secondsOf(time: string | null | undefined): number | undefined {
  return time == null ? undefined : Date.parse(time) / 1000;
}
