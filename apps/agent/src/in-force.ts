import type { Contract } from '#contract';

/** What a contract's validity asks of a host at a time. */
export type Standing = 'not-yet' | 'in-force' | 'expired-keep' | 'expired-remove';

export function standingOf({ validity }: Contract, now: Date): Standing {
  if (now < new Date(validity.notBefore)) return 'not-yet';
  if (now <= new Date(validity.notAfter)) return 'in-force';
  return validity.onExpiry === 'keep' ? 'expired-keep' : 'expired-remove';
}
