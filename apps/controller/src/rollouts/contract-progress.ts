import type { ContractReport, ReportState } from '#protocol';
import type { ContractState, StepState } from '#store';

/** What a report about the approved version means for the step of its host. */
export function stepStateOf(state: ReportState): StepState {
  switch (state) {
    case 'applied':
    case 'disabled':
    case 'removed':
      return 'succeeded';
    case 'refused':
    case 'failed':
    case 'reverted':
    case 'drifted':
    case 'frozen':
      return 'failed';
    case 'applying':
    case 'confirming':
    case 'waiting':
      return 'running';
  }
}

/**
 * The state of an approved version, from what its hosts say about it (undefined: nothing yet). One that has been
 * active or degraded stays so while a host is at work, so that a repair does not look like a new roll-out.
 */
export function stateFromReports(
  present: ContractState,
  outcomes: readonly (ReportState | undefined)[],
): ContractState {
  const steps = outcomes.map((outcome) =>
    outcome === undefined ? 'pending' : stepStateOf(outcome),
  );
  if (steps.includes('failed')) return 'degraded';
  if (steps.every((step) => step === 'succeeded')) {
    return outcomes.includes('disabled') && !outcomes.includes('applied') ? 'disabled' : 'active';
  }
  if (isWaiting(outcomes)) return 'waiting';
  if (present === 'active' || present === 'degraded') return present;
  return steps.every((step) => step === 'pending') ? present : 'rollingOut';
}

/** Nobody is at work, and somebody lacks what nobody here can give. */
function isWaiting(outcomes: readonly (ReportState | undefined)[]): boolean {
  const isStill = (outcome: ReportState | undefined): boolean =>
    outcome === 'waiting' || (outcome !== undefined && stepStateOf(outcome) === 'succeeded');
  return outcomes.includes('waiting') && outcomes.every(isStill);
}

/** One line for people: what the host does, and why not more. */
export function messageOf({ state, problems, conditions }: ContractReport): string {
  const reasons = [
    ...problems.map(({ detail }) => detail),
    ...conditions.filter(({ status }) => status !== 'True').map(({ message }) => message),
  ].filter((reason) => reason !== '');
  return reasons[0] === undefined ? state : `${state}: ${reasons[0]}`;
}
