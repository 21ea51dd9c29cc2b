import { diff, indexHost, type HostState, type Target } from '#drivers';
import type { Failure } from './change.js';

/** Compares a host with a target, every field that was asked for; [] when it is as it shall be. */
export function deviations(contract: string, target: Target, state: HostState): readonly Failure[] {
  return diff(contract, target, indexHost(state)).map(({ action, identity, fields }) => ({
    identity,
    detail:
      action === 'create'
        ? `${identity} is missing`
        : action === 'delete'
          ? `${identity} is still there`
          : `${identity} differs in ${fields.join(', ')}`,
  }));
}
