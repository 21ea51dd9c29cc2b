/** What a host may lack besides kinds of links, and how people call it. */
export const featureTitles = {
  /** CONFIG_BRIDGE_VLAN_FILTERING. */
  'bridge:vlan-filtering': 'VLAN filtering on bridges',
  /** From Linux 6.3 on: the mark by which a permanent group is known as ours. */
  'bridge:group-marks': 'marks on the permanent groups of bridges, which come with Linux 6.3',
  /** From Linux 5.18 on. */
  'vxlan:vni-filter': 'VNI filters on VXLAN links',
  xfrm: 'IPsec states and policies (XFRM)',
  /** strongSwan 6.0.2 with OpenSSL 3.5, or with its plugin 'ml'. */
  'ike:ml-kem-768':
    'ML-KEM-768, for which its IKE daemon must be strongSwan 6.0.2 with OpenSSL 3.5',
  'ike:ml-kem-1024':
    'ML-KEM-1024, for which its IKE daemon must be strongSwan 6.0.2 with OpenSSL 3.5',
  nftables: 'nftables',
  /** Nothing needs it; without it nobody hears who is at the other ends of the cables. */
  lldp: 'LLDP, for which the agent needs the package koffi and CAP_NET_RAW',
  'flows:ipfix': 'meter that tells flows by IPFIX',
  'flows:netflow9': 'meter that tells flows by NetFlow 9',
  'flows:netflow5': 'meter that tells flows by NetFlow 5',
  'flows:tcp': 'meter that tells flows over TCP',
} as const;

export type Feature = keyof typeof featureTitles;

/** `link:<kind>`: links of a kind, in the kernel's own word for it. */
export type Capability = `link:${string}` | Feature;

/** What is known of a host. A capability that is not named may be there or not: it is tried. */
export type Capabilities = Readonly<Record<string, boolean>>;

/** For people: 'links of kind vlan'. */
export function capabilityTitle(capability: Capability): string {
  return isFeature(capability)
    ? featureTitles[capability]
    : `links of kind ${capability.replace(/^link:/, '')}`;
}

function isFeature(capability: Capability): capability is Feature {
  return capability in featureTitles;
}
