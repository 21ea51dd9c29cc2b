import type { Problem } from '#contract';
import { isBridgeEntry } from './bridge-entry.js';
import { capabilityProblems } from './capability-preconditions.js';
import { claimsOf } from './claims.js';
import { clashRuns } from './clash-runs.js';
import { changedFields } from './compare.js';
import type { HostIndex } from './host-index.js';
import { isProvided } from './host-state.js';
import { bridgeMtuProblems, ipv6MtuProblems, nameProblems } from './link-preconditions.js';
import type { Outlook } from './outlook.js';
import { portProblems } from './port-preconditions.js';
import type { DriverProblemCode } from './problem-codes.js';
import type { LinkResource, WantedResource } from './resource.js';
import { routeProblems } from './route-preconditions.js';
import { ruleProblems } from './rule-preconditions.js';
import { vlanProblems } from './vlan-preconditions.js';
import { vxlanProblems } from './vxlan-preconditions.js';

/** Why a host can't become what is wanted. Looked for before anything is touched. */
export function preconditionProblems(
  wanted: readonly WantedResource[],
  outlook: Outlook,
): readonly Problem<DriverProblemCode>[] {
  const problems: Problem<DriverProblemCode>[] = [];
  for (const entry of wanted) {
    problems.push(...problemsOfKind(entry, outlook), ...takenProblems(entry, outlook));
  }
  return problems;
}

function problemsOfKind(
  { resource, path, hostAddresses }: WantedResource,
  outlook: Outlook,
): readonly Problem<DriverProblemCode>[] {
  if (isBridgeEntry(resource)) return [];
  if (isProvided(resource)) return capabilityProblems(resource, path, outlook);
  switch (resource.type) {
    case 'link':
      return [
        ...nameProblems(resource, path, outlook),
        ...bridgeMtuProblems(resource, path, outlook),
        ...(hasOwnIpv6Check(resource) ? [] : ipv6MtuProblems(resource, path, outlook)),
        ...(resource.kind === 'vlan' ? vlanProblems(resource, path, outlook) : []),
        ...(resource.kind === 'vxlan' ? vxlanProblems(resource, path, outlook) : []),
      ];
    case 'port':
      return portProblems(resource, path, outlook, hostAddresses);
    case 'route':
      return routeProblems(resource, path, outlook);
    case 'rule':
      return ruleProblems(resource, path, outlook);
    case 'address':
    case 'fdb':
      return [];
  }
}

/** Bridges follow their ports and VLANs their parents: their own checks know of that. */
function hasOwnIpv6Check({ kind }: LinkResource): boolean {
  return kind === 'bridge' || kind === 'vlan';
}

/** A VNI, a VLAN or an address that an interface of others has. What stands already has taken it itself. */
function takenProblems(
  { resource, path }: WantedResource,
  { otherHolder, host, futureVrf }: Outlook,
): readonly Problem<DriverProblemCode>[] {
  if (resource.type === 'link' && standsAlready(resource, host)) return [];
  const clashes = claimsOf(resource, futureVrf).flatMap((claim) => {
    const holder = otherHolder(claim.key);
    return holder === undefined ? [] : [{ claim, holder }];
  });
  return clashRuns(clashes).map(({ code, title, holder }) => {
    const detail = `${title} is in use by '${holder}', which this contract does not own`;
    return { code, path, detail };
  });
}

function standsAlready(link: LinkResource, host: HostIndex): boolean {
  const observed = host.link(link.name)?.resource;
  return observed !== undefined && changedFields(observed, link).length === 0;
}
