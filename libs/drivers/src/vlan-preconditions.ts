import type { Problem } from '#contract';
import { leastIpv6Mtu } from './mtu.js';
import type { Outlook } from './outlook.js';
import type { LinkResource } from './resource.js';
import type { VlanLink } from './vlan-link.js';

type VlanProblem = Problem<
  | 'parent-unknown'
  | 'parent-is-port'
  | 'parent-down'
  | 'mtu-above-parent'
  | 'mtu-below-ipv6-minimum'
>;

export function vlanProblems(
  wanted: VlanLink,
  path: string,
  outlook: Outlook,
): readonly VlanProblem[] {
  const { parent: name } = wanted.vlan;
  const parent = outlook.link(name);
  if (parent === undefined) {
    const detail = `this host has no interface '${name}' to carry the VLAN`;
    return [{ code: 'parent-unknown', path: `${path}/parent`, detail }];
  }
  return [
    ...enslavedProblems(parent, `${path}/parent`, outlook),
    ...downProblems(wanted, parent, `${path}/parent`),
    ...mtuProblems(wanted, parent, path, outlook),
  ];
}

/** What a port receives belongs to its bridge or bond. A VRF takes nothing from its members. */
function enslavedProblems(
  { name }: LinkResource,
  path: string,
  { link, futureMaster }: Outlook,
): readonly VlanProblem[] {
  const master = futureMaster(name);
  const owner = master === null ? undefined : link(master);
  if (owner === undefined || isVrf(owner)) return [];
  const detail = `'${name}' is a port of '${owner.name}', to which its frames go: put the VLAN over '${owner.name}'`;
  return [{ code: 'parent-is-port', path, detail }];
}

/** Also one that a program made which does not tell its table. */
function isVrf(link: LinkResource): boolean {
  return link.kind === 'vrf' || (link.kind === 'other' && link.kernelKind === 'vrf');
}

/** `vlan_dev_open` in net/8021q/vlan_dev.c. */
function downProblems(
  wanted: VlanLink,
  parent: LinkResource,
  path: string,
): readonly VlanProblem[] {
  if (parent.up || !wanted.up || wanted.vlan.looseBinding === true) return [];
  const detail = `'${parent.name}' is down, and no VLAN over it comes up before it does`;
  return [{ code: 'parent-down', path, detail }];
}

function mtuProblems(
  { name, mtu, ipv6 }: VlanLink,
  parent: LinkResource,
  path: string,
  { link }: Outlook,
): readonly VlanProblem[] {
  if (mtu !== undefined && parent.mtu !== undefined && mtu > parent.mtu) {
    const detail = `MTU ${mtu} does not fit the MTU ${parent.mtu} of '${parent.name}': the most is ${parent.mtu}`;
    return [{ code: 'mtu-above-parent', path, detail }];
  }
  const future = link(name)?.mtu ?? parent.mtu ?? leastIpv6Mtu;
  if (!ipv6 || future >= leastIpv6Mtu) return [];
  const detail = `the VLAN has IPv6 addresses and an MTU of ${future}: IPv6 needs at least ${leastIpv6Mtu}`;
  return [{ code: 'mtu-below-ipv6-minimum', path, detail }];
}
