import type { Condition } from '../api/answers.js';
import type { ContractStatus, HostStatus } from '../api/contract-answers.js';
import { age } from './age.js';
import { driftView } from './drift-view.js';
import { conditionMood, stateMood } from './moods.js';
import type { Paint } from './paint.js';
import { plainText } from './plain-text.js';
import { problemView } from './problem-view.js';
import { alignedRows, fieldList } from './table.js';

/** A contract's state, and below it what each host and each workload on it says. */
export function statusView(status: ContractStatus, now: Date, paint: Paint): string {
  const head = fieldList({
    contract: plainText(status.contractId),
    version: `${status.version}${observed(status)}`,
    state: paint(stateMood(status.state), plainText(status.state)),
  });
  const hosts = status.hosts.map((host) => hostView(host, now, paint));
  return [head + conditionLines(status.conditions, '  ', paint), ...hosts].join('\n');
}

function observed({ version, observedVersion }: ContractStatus): string {
  if (observedVersion === version) return '';
  return observedVersion == null
    ? ' (not on every host yet)'
    : ` (every host has version ${observedVersion})`;
}

function hostView(host: HostStatus, now: Date, paint: Paint): string {
  const version = host.version == null ? '' : ` version ${host.version}`;
  const state = paint(stateMood(host.state), plainText(host.state));
  const title = `${paint('strong', plainText(host.node))}  ${state}${version}, reported ${age(host.reportedAt, now)}\n`;
  const workloads = host.workloads.map(
    ({ name, conditions }) => `  ${plainText(name)}\n${conditionLines(conditions, '    ', paint)}`,
  );
  return [
    title,
    conditionLines(host.conditions, '  ', paint),
    driftView(host.drift, now, paint),
    problemView(host.problems ?? []),
    ...workloads,
  ].join('');
}

function conditionLines(conditions: readonly Condition[], indent: string, paint: Paint): string {
  const rows = conditions.map((condition) => [
    plainText(condition.type),
    paint(conditionMood(condition), condition.status),
    plainText(condition.reason),
    plainText(condition.message),
  ]);
  return alignedRows(rows, indent);
}
