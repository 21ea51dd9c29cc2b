import { isDeepStrictEqual } from 'node:util';
import type { Capabilities, Capability } from '#drivers';
import { KernelHost } from '#netlink';
import { inNewNetns, ip } from './netns.js';

/** What iproute2 makes a link of each kind with. */
const links: readonly (readonly [Capability, readonly string[]])[] = [
  ['link:bridge', ['type', 'bridge']],
  ['link:vlan', ['link', 'p0', 'type', 'vlan', 'id', '7']],
  ['link:vxlan', ['type', 'vxlan', 'id', '7', 'dstport', '4789']],
  ['link:vrf', ['type', 'vrf', 'table', '7']],
  ['link:bond', ['type', 'bond']],
  ['link:dummy', ['type', 'dummy']],
  ['link:geneve', ['type', 'geneve', 'id', '7', 'remote', '192.0.2.1']],
  ['link:xfrm', ['type', 'xfrm', 'if_id', '7']],
  ['bridge:vlan-filtering', ['type', 'bridge', 'vlan_filtering', '1']],
  ['vxlan:vni-filter', ['type', 'vxlan', 'external', 'vnifilter', 'dstport', '4789']],
];

/** Of an agent's host port that was just opened. */
export async function foundByAsking(): Promise<{
  readonly capabilities: Capabilities | undefined;
  readonly writes: number;
  readonly isUntouched: boolean;
}> {
  return inNewNetns(async () => {
    const before = ip('link', 'show');
    const host = await KernelHost.open();
    try {
      const { capabilities } = await host.observe();
      const isUntouched = isDeepStrictEqual(ip('link', 'show'), before);
      return { capabilities, writes: host.writes, isUntouched };
    } finally {
      host.close();
    }
  });
}

export async function foundByTrying(): Promise<Capabilities> {
  return inNewNetns(() => {
    ip('link', 'add', 'p0', 'type', 'veth', 'peer', 'p1');
    const found = links.map(([capability, how]) => [capability, canBeMade(how)] as const);
    return Promise.resolve(Object.fromEntries(found));
  });
}

function canBeMade(how: readonly string[]): boolean {
  try {
    ip('link', 'add', 'probe0', ...how);
  } catch {
    return false;
  }
  ip('link', 'delete', 'probe0');
  return true;
}
