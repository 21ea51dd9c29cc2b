import type { Condition } from '../api/answers.js';
import type { Mood } from './paint.js';

/** Conditions whose truth is bad news; of every other one the absence is. */
const unwelcome = new Set(['Degraded', 'Drifted', 'Failed', 'Refused', 'Expired']);

/** How a condition's status should strike the eye. */
export function conditionMood({ type, status }: Condition): Mood {
  if (status === 'Unknown') return 'changing';
  return (status === 'True') === unwelcome.has(type) ? 'bad' : 'good';
}

const settled = new Set(['active', 'disabled', 'applied', 'succeeded', 'connected', 'removed']);
const failed = new Set(
  'failed refused rejected degraded drifted expired frozen reverted revoked silent'.split(' '),
);

/** How the state of a contract, a host or an operation should strike the eye. */
export function stateMood(state: string): Mood {
  if (settled.has(state)) return 'good';
  return failed.has(state) ? 'bad' : 'changing';
}
