import type { Problem } from '#contract';
import { scopeOf } from './address-scope.js';
import { familyOf } from './addresses.js';
import { vxlanOverhead } from './mtu.js';
import type { Outlook } from './outlook.js';
import type { LinkResource, VxlanLink } from './resource.js';
import { socketProblems } from './vxlan-sockets.js';

type VxlanProblem = Problem<
  'underlay-unknown' | 'local-address-unknown' | 'mtu-above-underlay' | 'udp-port-conflict'
>;

/** A local address that is unspecified is one that the host was to tell: that it has none is said already. */
export function vxlanProblems(
  wanted: VxlanLink,
  path: string,
  { link, hasAddress, otherReceiver }: Outlook,
): readonly VxlanProblem[] {
  const { underlay: name, local } = wanted.vxlan;
  const underlay = name === null ? undefined : link(name);
  if (name !== null && underlay === undefined) {
    return [
      {
        code: 'underlay-unknown',
        path: `${path}/underlay`,
        detail: `this host has no interface '${name}' to carry the segment`,
      },
    ];
  }
  return [
    ...(scopeOf(local) === 'unspecified' || hasAddress(local)
      ? []
      : [localAddressProblem(local, path)]),
    ...socketProblems(wanted, path, otherReceiver(wanted)),
    ...(underlay === undefined ? [] : underlayMtuProblems(wanted, underlay, path)),
  ];
}

function localAddressProblem(local: string, path: string): VxlanProblem {
  return {
    code: 'local-address-unknown',
    path: `${path}/local`,
    detail: `this host does not have the address ${local} from which the segment would be sent`,
  };
}

function underlayMtuProblems(
  { mtu, vxlan }: VxlanLink,
  underlay: LinkResource,
  path: string,
): readonly VxlanProblem[] {
  const overhead = vxlanOverhead(familyOf(vxlan.local));
  if (mtu === undefined || underlay.mtu === undefined || mtu + overhead <= underlay.mtu) return [];
  return [
    {
      code: 'mtu-above-underlay',
      path,
      detail: `MTU ${mtu} and ${overhead} bytes of encapsulation do not fit the MTU ${underlay.mtu} of underlay '${underlay.name}': the most is ${underlay.mtu - overhead}`,
    },
  ];
}
