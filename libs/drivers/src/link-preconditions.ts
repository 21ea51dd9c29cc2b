import type { Problem } from '#contract';
import { adoptionProblems } from './adoption.js';
import { leastIpv6Mtu } from './mtu.js';
import type { InterfaceName } from './names.js';
import type { Outlook } from './outlook.js';
import { identityOf, type LinkResource } from './resource.js';

export function nameProblems(
  wanted: LinkResource,
  path: string,
  { contract, host, adoptions }: Outlook,
): readonly Problem<'interface-name-conflict' | 'interface-not-adoptable'>[] {
  const observed = host.link(wanted.name)?.resource;
  if (observed === undefined || observed.owner?.contract === contract) return [];
  if (adoptions.has(identityOf(wanted))) return adoptionProblems(wanted, observed, path);
  const holder =
    observed.owner === undefined
      ? 'an interface that Hercules Connect did not make'
      : `contract ${observed.owner.contract}`;
  return [
    {
      code: 'interface-name-conflict',
      path,
      detail: `interface '${wanted.name}' exists and belongs to ${holder}: choose another name`,
    },
  ];
}

/** Below 1280 bytes the kernel takes IPv6 off a link (`addrconf_notify`, NETDEV_CHANGEMTU). */
export function ipv6MtuProblems(
  { name, ipv6 }: LinkResource,
  path: string,
  { link }: Outlook,
): readonly Problem<'mtu-below-ipv6-minimum'>[] {
  const mtu = link(name)?.mtu;
  if (!ipv6 || mtu === undefined || mtu >= leastIpv6Mtu) return [];
  const detail = `interface '${name}' has IPv6 and would have an MTU of ${mtu}: IPv6 needs at least ${leastIpv6Mtu}`;
  return [{ code: 'mtu-below-ipv6-minimum', path, detail }];
}

/** A port as far as the MTU of its bridge is concerned. */
export interface Member {
  readonly name: InterfaceName;
  readonly mtu?: number;
  readonly master?: InterfaceName | null;
}

/**
 * A bridge that is told to be larger than its port loses the frames that do not fit. One that is told nothing follows
 * its smallest port, and loses its IPv6 addresses below 1280 bytes.
 */
export function bridgeMtuProblems(
  { name, mtu, master }: Member,
  path: string,
  { planned }: Outlook,
): readonly Problem<'mtu-above-port' | 'mtu-below-ipv6-minimum'>[] {
  const bridge = master == null ? undefined : planned(master);
  if (bridge?.kind !== 'bridge' || mtu === undefined) return [];
  if (bridge.mtu !== undefined && bridge.mtu > mtu) {
    return [
      {
        code: 'mtu-above-port',
        path,
        detail: `bridge '${bridge.name}' shall have MTU ${bridge.mtu}, its port '${name}' only ${mtu}: lower the bridge's mtu or leave it out`,
      },
    ];
  }
  if (bridge.mtu !== undefined || !bridge.ipv6 || mtu >= leastIpv6Mtu) return [];
  return [
    {
      code: 'mtu-below-ipv6-minimum',
      path,
      detail: `bridge '${bridge.name}' has IPv6 addresses and would follow the MTU ${mtu} of its port '${name}': IPv6 needs at least ${leastIpv6Mtu}`,
    },
  ];
}
