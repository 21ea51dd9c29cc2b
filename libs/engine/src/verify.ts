import { diff, indexHost, type HostState, type Plan, type Step, type Target } from '#drivers';
import type { Failure } from './change.js';

/** Compares a host with a target, every field that was asked for; [] when it is as it shall be. */
export function deviations(contract: string, target: Target, state: HostState): readonly Failure[] {
  return diff(contract, target, indexHost(state)).map(failureOf);
}

/** The same of a plan that would bring the target about. */
export function deviationsIn({ operations }: Plan): readonly Failure[] {
  return operations.map(failureOf);
}

function failureOf(step: Step): Failure {
  return { identity: step.identity, detail: deviationIn(step) };
}

function deviationIn({ action, identity, fields }: Step): string {
  switch (action) {
    case 'create':
      return `${identity} is missing`;
    case 'delete':
      return `${identity} is still there`;
    case 'adopt':
    case 'change':
    case 'recreate':
      return `${identity} differs in ${fields.join(', ')}`;
  }
}
