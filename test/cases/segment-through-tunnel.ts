import { execFileSync } from 'node:child_process';
import { pingProbe } from '#apps/agent';
import type { InterfaceName, IpAddress } from '#drivers';
import { proveMtu, type MtuProof } from '#engine';
import { ip } from '../kernel/netns.js';
import type { TunnelSite } from './tunnel-site.js';

/** The ends of a segment within the tunnel, and the host's own addresses in the segment. */
export interface SegmentEnds {
  readonly near: string;
  readonly far: string;
  /** Of a whole address: 32 or 128. */
  readonly bits: 32 | 128;
}

export const overIpv4: SegmentEnds = { near: '10.255.0.1', far: '10.255.0.2', bits: 32 };
export const overIpv6: SegmentEnds = { near: 'fd00:255::1', far: 'fd00:255::2', bits: 128 };
export const farInside = '192.0.2.2' as IpAddress;

/** A tunnel for nothing but the segment. */
export function carrier(
  site: TunnelSite,
  { near, far, bits }: SegmentEnds,
  { mode, ...parts }: { readonly mode: 'xfrm' | 'policy'; readonly mtu?: number },
): object {
  const own = { name: 'ip-wan', addresses: [`${near}/${bits}`] };
  return site.tunnel({ mode, ...parts }, [
    { subnets: [`${near}/${bits}`], ...(mode === 'xfrm' && own) },
    { subnets: [`${far}/${bits}`] },
  ]);
}

export const segment = {
  name: 'segment',
  type: 'vxlan',
  version: 1,
  data: {
    vni: 7,
    through: ['wan'],
    members: [
      { node: 'host-a', name: 'vx-seg', addresses: ['192.0.2.1/24'] },
      { node: 'host-b', name: 'vx-seg' },
    ],
  },
};

/** The far end is made by hand, with the numbers that are expected of ours. */
export function furnishFarEnd(
  site: TunnelSite,
  { near, far, bits }: SegmentEnds,
  mtu: number,
): void {
  site.b.ns.enter(() => {
    const address = bits === 32 ? [] : ['nodad'];
    ip('address', 'add', `${far}/${bits}`, 'dev', 'lo', ...address);
    ip(
      ...['link', 'add', 'vx-seg', 'mtu', String(mtu), 'type', 'vxlan', 'id', '7'],
      ...['local', far, 'remote', near, 'dstport', '4789'],
    );
    ip('address', 'add', '192.0.2.2/24', 'dev', 'vx-seg');
    // It says nothing of its own accord, least of all before there is a tunnel.
    ip('link', 'set', 'vx-seg', 'addrgenmode', 'none', 'up');
  });
}

/** By packets that nobody may cut in pieces. */
export async function proveSegment(mtu: number): Promise<MtuProof> {
  const probe = await pingProbe();
  if (probe === undefined) throw new Error('there is no ping');
  const passes = (to: IpAddress, bytes: number): Promise<boolean> =>
    probe.passes(to, bytes, 'vx-seg' as InterfaceName);
  return proveMtu({ passes }, farInside, mtu);
}

/** Whether the kernel takes another MTU for the segment. */
export function takesMtu(mtu: number): boolean {
  try {
    execFileSync('ip', ['link', 'set', 'vx-seg', 'mtu', String(mtu)], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // The kernel: it would not fit below.
  }
}
