import type { CheckResult, Failure, Frozen, JournalEntry } from '#engine';
import type { ReportState } from '#protocol';
import { failedChecks } from './check-report.js';
import type { ConditionDraft } from './conditions.js';
import {
  acceptedCondition,
  subjectFields,
  type ReportDraft,
  type ReportSubject,
} from './contract-report.js';

/** A contract whose time has not come. */
export function waitingReport(subject: ReportSubject): ReportDraft {
  return bareReport(subject, 'waiting', {
    status: 'False',
    reason: 'NotYetValid',
    message: `the contract is valid from ${subject.contract.validity.notBefore} on`,
  });
}

/** A version that stands and waits for a word. */
export function awaitingReport(
  subject: ReportSubject,
  { confirm, deadline }: JournalEntry,
  results: readonly CheckResult[],
): ReportDraft {
  const whose = confirm === 'manual' ? "an operator's word" : 'the controller to be reached';
  const checks = requiredFailures(subject, results);
  return {
    ...bareReport(subject, 'confirming', {
      status: 'True',
      reason: checks === '' ? 'AwaitingConfirmation' : 'AwaitingChecks',
      message: `carried out and read back; waits for ${checks || whose}, and is taken back at ${deadline ?? 'once'}`,
    }),
    ...(deadline !== null && { deadline }),
  };
}

/** A version that has to wait for the end of an older one. */
export function queuedReport(
  subject: ReportSubject,
  pending: JournalEntry | undefined,
): ReportDraft {
  const other = pending === undefined ? 'another version' : `version ${pending.version}`;
  const message = `${other} still waits for its confirmation`;
  return bareReport(subject, 'waiting', { status: 'False', reason: 'ChangePending', message });
}

/** A version that has failed so many times since the agent started, and has to wait for the next try. */
export function retryLaterReport(subject: ReportSubject, tries: number): ReportDraft {
  const message = `${tries} tries failed; it is tried again after a pause`;
  return bareReport(subject, 'waiting', { status: 'False', reason: 'RetryLater', message });
}

/** A version that was taken back. */
export function revertedReport(
  subject: ReportSubject,
  results: readonly CheckResult[],
): ReportDraft {
  const checks = requiredFailures(subject, results);
  return bareReport(subject, 'reverted', {
    status: 'False',
    reason: checks === '' ? 'NotConfirmed' : 'ChecksFailed',
    message: `${checks || 'nobody confirmed this version in time'}; the host has put the one before back`,
  });
}

/** Why checks hold up a version; '': they don't. */
function requiredFailures(
  { contract: { change } }: ReportSubject,
  results: readonly CheckResult[],
): string {
  return change?.requireChecks === true ? failedChecks(results) : '';
}

/** A contract that is not touched any more. */
export function frozenReport(subject: ReportSubject, frozen: Frozen | undefined): ReportDraft {
  const residue = frozen?.residue ?? [];
  const list = detailsOf(residue);
  return {
    ...bareReport(subject, 'frozen', {
      status: 'Unknown',
      reason: 'Frozen',
      message: `${frozen?.reason ?? 'frozen'}${list === '' ? '' : `: ${list}`}; look at the host, then ask for a retry`,
    }),
    problems: residue.map(({ identity, detail }) => ({
      code: frozen?.cause === 'departure' ? 'drifted' : 'apply-failed',
      path: identity,
      detail,
    })),
  };
}

function bareReport(
  { contract, digest }: ReportSubject,
  state: ReportState,
  verified: Omit<ConditionDraft, 'type'>,
): ReportDraft {
  return {
    ...subjectFields(contract, digest),
    state,
    conditions: [acceptedCondition, { type: 'Verified', ...verified }],
    workloads: [],
    problems: [],
  };
}

/** Details named in a sentence; all of them are among the problems. */
const mostDetails = 5;

function detailsOf(failures: readonly Failure[]): string {
  const named = failures.slice(0, mostDetails).map(({ detail }) => detail);
  const more = failures.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
