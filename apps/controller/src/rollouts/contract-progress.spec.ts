import type { ReportState } from '#protocol';
import type { ContractState } from '#store';
import { contractReport } from '../../test/test-hosts.js';
import { messageOf, stateFromReports } from './contract-progress.js';

const document = { contractId: 'c', version: 1, digest: 'd' };

describe('state of a contract', () => {
  it.each<[ContractState, (ReportState | undefined)[], ContractState]>([
    ['approved', [undefined, undefined], 'approved'],
    ['approved', ['applied', undefined], 'rollingOut'],
    ['approved', ['waiting', undefined], 'rollingOut'],
    ['rollingOut', ['applied', 'applied'], 'active'],
    ['rollingOut', ['applied', 'removed'], 'active'],
    ['rollingOut', ['failed', undefined], 'degraded'],
    ['rollingOut', ['applied', 'refused'], 'degraded'],
    ['active', ['applied', 'applying'], 'active'],
    ['active', ['applied', 'failed'], 'degraded'],
    ['degraded', ['applied', 'applying'], 'degraded'],
    ['degraded', ['applied', 'applied'], 'active'],
    ['rollingOut', ['confirming', 'applied'], 'rollingOut'],
    ['rollingOut', ['reverted', 'applied'], 'degraded'],
    ['active', ['drifted', 'applied'], 'degraded'],
    ['active', ['frozen', 'applied'], 'degraded'],
    ['rollingOut', ['waiting', 'applied'], 'waiting'],
    ['active', ['waiting', 'applied'], 'waiting'],
    ['waiting', ['applying', 'applied'], 'rollingOut'],
    ['waiting', ['applied', 'applied'], 'active'],
    ['waiting', ['failed', 'waiting'], 'degraded'],
    ['active', ['disabled', 'disabled'], 'disabled'],
    ['active', ['disabled', 'removed'], 'disabled'],
    ['disabled', ['applied', 'disabled'], 'active'],
    ['approved', [], 'active'],
  ])('that is %s and hears %j is %s', (present, outcomes, next) => {
    expect(stateFromReports(present, outcomes)).toBe(next);
  });
});

describe('message of a report', () => {
  const condition = (status: 'True' | 'False', message: string): object => ({
    conditions: [
      { type: 'Applied', status, reason: 'R', message, lastTransitionTime: '2026-11-20T08:00:00Z' },
    ],
  });

  it.each([
    ['the state alone', {}, 'failed'],
    ['a condition that does not hold', condition('False', 'no carrier'), 'failed: no carrier'],
    ['nothing of a condition that holds', condition('True', 'all well'), 'failed'],
    [
      'a problem before a condition',
      { ...condition('False', 'no'), problems: [{ code: 'c', path: '', detail: 'port missing' }] },
      'failed: port missing',
    ],
  ])('is %s', (_, parts, message) => {
    expect(messageOf(contractReport(document, 'failed', parts))).toBe(message);
  });
});
