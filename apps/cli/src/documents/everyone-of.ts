import type { Draft } from './draft.js';

/** Each of these principals must sign. */
export function everyoneOf(principals: readonly string[]): Draft {
  return {
    requests: principals.map((principal) => ({ principal, required: true, weight: 1 })),
    weightRequired: Math.max(1, principals.length),
    separationOfDuties: false,
  };
}
