import type { Condition } from '#protocol';
import type { ContractRecord, ContractVersionRecord } from '#store';
import { messageOf, stepStateOf } from '../rollouts/contract-progress.js';
import { workingCondition } from './working-condition.js';
import { hostStatusOf, type HostPresence } from './host-status.js';
import type { ContractStatusView } from './status-view.js';

export interface StatusInput {
  readonly contract: ContractRecord;
  /** The approved version; undefined: none yet. */
  readonly approved: ContractVersionRecord | undefined;
  readonly hosts: readonly HostPresence[];
}

/** What can be said of a contract now. A host that is silent makes what it said unknown. */
export function statusOf({ contract, approved, hosts }: StatusInput): ContractStatusView {
  const { contractId, version, state } = contract;
  return {
    contractId,
    version,
    state,
    observedVersion: observedVersion(hosts),
    conditions:
      approved === undefined
        ? [notApproved(contract)]
        : [readyCondition(approved, hosts), ...workingCondition(hosts)],
    hosts: hosts.map(hostStatusOf),
  };
}

function observedVersion(hosts: readonly HostPresence[]): number | null {
  const versions = hosts.map(({ report }) =>
    report !== undefined && stepStateOf(report.report.state) === 'succeeded'
      ? report.report.version
      : 0,
  );
  const lowest = versions.length === 0 ? 0 : Math.min(...versions);
  return lowest === 0 ? null : lowest;
}

function notApproved({ createdAt }: ContractRecord): Condition {
  return {
    type: 'Ready',
    status: 'False',
    reason: 'SignaturesMissing',
    message: 'the contract waits for signatures',
    lastTransitionTime: createdAt,
  };
}

function readyCondition(
  approved: ContractVersionRecord,
  hosts: readonly HostPresence[],
): Condition {
  const silent = hosts.filter(({ silentSince }) => silentSince !== undefined);
  const failed = hosts.flatMap(({ node, report }) =>
    report !== undefined && stepStateOf(report.report.state) === 'failed'
      ? [`host '${node}': ${messageOf(report.report)}`]
      : [],
  );
  const since = { type: 'Ready', lastTransitionTime: approved.stateSince };
  if (failed.length > 0) {
    return { ...since, status: 'False', reason: 'HostsFailed', message: failed.join('; ') };
  }
  if (silent.length > 0) return silentCondition(silent);
  if (approved.state === 'active') {
    return {
      ...since,
      status: 'True',
      reason: 'Applied',
      message: 'every host has carried out the contract',
    };
  }
  if (approved.state === 'disabled') {
    const message = 'every workload says enabled: false; nothing of it is on the hosts';
    return { ...since, status: 'True', reason: 'Disabled', message };
  }
  if (approved.state === 'waiting') {
    return { ...since, status: 'False', reason: 'Waiting', message: waitingMessage(hosts) };
  }
  const waiting = hosts.filter(({ report }) => report?.report.version !== approved.version);
  const message = `waiting for ${waiting.map(({ node }) => node).join(', ') || 'hosts that are at work'}`;
  return { ...since, status: 'False', reason: 'RollingOut', message };
}

function waitingMessage(hosts: readonly HostPresence[]): string {
  const lines = hosts.flatMap(({ node, report }) =>
    report?.report.state === 'waiting' ? [`host '${node}': ${messageOf(report.report)}`] : [],
  );
  return lines.join('; ');
}

function silentCondition(silent: readonly HostPresence[]): Condition {
  const latest = Math.max(...silent.map(({ silentSince }) => silentSince?.getTime() ?? 0));
  return {
    type: 'Ready',
    status: 'Unknown',
    reason: 'HostsSilent',
    message: `nothing is heard of ${silent.map(({ node }) => node).join(', ')}`,
    lastTransitionTime: new Date(latest).toISOString(),
  };
}
