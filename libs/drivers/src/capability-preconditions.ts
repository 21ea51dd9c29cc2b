import type { Problem } from '#contract';
import type { ProvidedResource, ProvidedType } from './host-state.js';
import type { Outlook } from './outlook.js';

/** What a host needs for a family, in words. */
const needs = {
  ipsec:
    "IKE daemon: install the package 'charon-systemd' (see docs/operating.md) and restart the agent",
  nft: "packet rules, which need the program 'nft' and nf_tables in the kernel: install the package 'nftables' and restart the agent",
} as const satisfies Record<ProvidedType, string>;

/** A family that nobody on the host looks after. */
export function capabilityProblems(
  { type }: ProvidedResource,
  path: string,
  { provides }: Outlook,
): readonly Problem<'capability-missing'>[] {
  if (provides(type)) return [];
  return [{ code: 'capability-missing', path, detail: `this host has no ${needs[type]}` }];
}
