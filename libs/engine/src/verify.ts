import { diff, indexHost, type HostState, type Plan, type Step, type Target } from '#drivers';
import type { Failure } from './change.js';

/** Compares a host with a target, every field that was asked for; [] when it is as it shall be. */
export function deviations(contract: string, target: Target, state: HostState): readonly Failure[] {
  return diff(contract, target, indexHost(state)).map((step) => ({
    identity: step.identity,
    detail: deviationIn(step),
  }));
}

/** What a plan promises: its target, and what comes back with links that were made anew. */
export function promiseOf({ operations, target }: Plan): Target {
  return new Map([
    ...operations.map(({ identity, after }) => [identity, after] as const),
    ...target,
  ]);
}

function deviationIn({ action, identity, fields }: Step): string {
  switch (action) {
    case 'create':
      return `${identity} is missing`;
    case 'delete':
      return `${identity} is still there`;
    case 'change':
    case 'recreate':
      return `${identity} differs in ${fields.join(', ')}`;
  }
}
