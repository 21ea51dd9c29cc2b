import type { Condition } from '#protocol';
import { checksIn } from '../agents/check-events.js';
import type { HostPresence } from './host-status.js';

/** Whether the network of a contract works, as far as its checks tell; [] where no host has reported any. */
export function workingCondition(hosts: readonly HostPresence[]): readonly Condition[] {
  const found = hosts.flatMap(({ node, report, silentSince }) =>
    report === undefined
      ? []
      : checksIn(report.report).map((check) => ({
          ...check,
          node,
          status: silentSince === undefined ? check.status : ('Unknown' as const),
        })),
  );
  if (found.length === 0) return [];
  const failing = found.filter(({ status }) => status === 'False');
  const open = found.filter(({ status }) => status === 'Unknown');
  const told = failing.length > 0 ? failing : open;
  const since = (told.length > 0 ? told : found).map((check) => check.lastTransitionTime);
  return [
    {
      type: 'Working',
      ...verdict(failing.length > 0, open.length > 0),
      message:
        told.length === 0
          ? `all ${found.length} checks have passed`
          : told.map(({ node, type, message }) => `host '${node}': ${type}: ${message}`).join('; '),
      lastTransitionTime: since.toSorted().at(-1) ?? '',
    },
  ];
}

function verdict(isFailing: boolean, isOpen: boolean): Pick<Condition, 'status' | 'reason'> {
  if (isFailing) return { status: 'False', reason: 'ChecksFailed' };
  return isOpen
    ? { status: 'Unknown', reason: 'ChecksOpen' }
    : { status: 'True', reason: 'ChecksPassed' };
}
