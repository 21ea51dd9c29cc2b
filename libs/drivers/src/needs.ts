import type { Problem } from '#contract';
import { capabilityTitle, type Capabilities, type Capability } from './capabilities.js';
import type { IpsecResource } from './ipsec-connection.js';
import { rememberByObject } from './remember.js';
import type { LinkResource, Resource, WantedResource } from './resource.js';

/** What the kernel of a host must be able to do for an object to stand there. */
export const needsOf: (resource: Resource) => readonly Capability[] = rememberByObject(
  (resource: Resource): readonly Capability[] => {
    switch (resource.type) {
      case 'link':
        return [...kindNeeds(resource), ...portNeeds(resource)];
      case 'port':
        return portNeeds(resource);
      case 'ipsec':
        return ['xfrm', ...algorithmNeeds(resource)];
      case 'address':
      case 'route':
      case 'fdb':
      case 'bridge-fdb':
      case 'rule':
        return [];
      case 'mdb':
        return ['bridge:group-marks'];
      case 'nft':
        return ['nftables'];
    }
  },
);

function kindNeeds(link: LinkResource): readonly Capability[] {
  switch (link.kind) {
    case 'bond':
      return ['link:bond'];
    case 'bridge':
      return link.bridge.vlanFiltering === true
        ? ['link:bridge', 'bridge:vlan-filtering']
        : ['link:bridge'];
    case 'vrf':
      return ['link:vrf'];
    case 'vlan':
      return ['link:vlan'];
    case 'vxlan':
      return link.vxlan.vniFilter === true ? ['link:vxlan', 'vxlan:vni-filter'] : ['link:vxlan'];
    case 'generic':
      return [`link:${link.kernelKind}`];
    case 'other':
      return [];
  }
}

/** Also of a set that has others beside: the daemon would not take the words. */
function algorithmNeeds({ ikeProposals, espProposals }: IpsecResource): readonly Capability[] {
  const isAsked = (word: string): boolean => `${ikeProposals}-${espProposals}`.includes(word);
  return [
    ...(isAsked('mlkem768') ? (['ike:ml-kem-768'] as const) : []),
    ...(isAsked('mlkem1024') ? (['ike:ml-kem-1024'] as const) : []),
  ];
}

function portNeeds({ port }: Pick<LinkResource, 'port'>): readonly Capability[] {
  return port?.vlans === undefined ? [] : ['bridge:vlan-filtering'];
}

/**
 * What a host is known to lack of what is wanted of it. The same check runs on the controller and on the host.
 *
 * @param host how the sentence calls it
 */
export function needProblems(
  wanted: readonly WantedResource[],
  capabilities: Capabilities = {},
  host = 'this host',
): readonly Problem<'capability-missing'>[] {
  return wanted.flatMap(({ resource, path }) =>
    needsOf(resource)
      .filter((need) => capabilities[need] === false)
      .map(
        (need) =>
          ({ code: 'capability-missing', path, detail: missingDetail(need, host) }) as const,
      ),
  );
}

function missingDetail(need: Capability, host: string): string {
  const title = capabilityTitle(need);
  return need.startsWith('ike:')
    ? `${host} has no ${title} (${need}): install it there, or choose other proposals`
    : `the kernel of ${host} has no ${title} (${need}): give the host a kernel that has, or take it out of the contract's members`;
}
