import { execFileSync } from 'node:child_process';
import { ip, withNetns, type Netns } from '../kernel/netns.js';
import type { TunnelSite } from './tunnel-site.js';

/**
 * Puts NAT before the near end, which then has 192.0.2.2 and is seen as 198.51.100.3; or before the far end as well, which
 * has 203.0.113.2, is seen as 198.51.100.4, and is reached by what is forwarded from there.
 */
export async function withNat(
  site: TunnelSite,
  before: 'near' | 'both',
  work: () => Promise<void>,
): Promise<void> {
  const { a, b } = site;
  a.ns.enter(() => ip('link', 'del', 'eth0'));
  await withNetns(async (near) => {
    cable(a.ns, near);
    a.ns.enter(() => {
      address('eth0', '192.0.2.2/24');
      ip('route', 'add', 'default', 'via', '192.0.2.1');
    });
    near.enter(() => {
      address('inside', '192.0.2.1/24');
    });
    masquerade(near, '');
    if (before === 'near') {
      uplink(near, b.ns, 'eth0');
      b.ns.enter(() => {
        address('eth0', '198.51.100.2/24');
      });
      await work();
      return;
    }
    await withNetns(async (far) => {
      cable(b.ns, far);
      b.ns.enter(() => {
        address('eth0', '203.0.113.2/24');
        ip('route', 'add', 'default', 'via', '203.0.113.1');
      });
      uplink(near, far, 'outside');
      far.enter(() => {
        address('inside', '203.0.113.1/24');
        address('outside', '198.51.100.4/24');
      });
      masquerade(
        far,
        `chain d { type nat hook prerouting priority -100;
           iifname "outside" udp dport { 500, 4500 } dnat ip to 203.0.113.2; };`,
      );
      await work();
    });
  });
}

/** A host's `eth0` at the `inside` of a NAT. */
function cable(host: Netns, nat: Netns): void {
  const veth = ['type', 'veth', 'peer', 'name', 'inside', 'netns', nat.path];
  host.enter(() => ip('link', 'add', 'eth0', ...veth));
}

/** The near NAT's `outside`, 198.51.100.3. */
function uplink(near: Netns, other: Netns, name: string): void {
  near.enter(() => {
    ip('link', 'add', 'outside', 'type', 'veth', 'peer', 'name', name, 'netns', other.path);
    address('outside', '198.51.100.3/24');
  });
}

function address(link: string, cidr: string): void {
  ip('address', 'add', cidr, 'dev', link);
  ip('link', 'set', link, 'up');
}

function masquerade(nat: Netns, more: string): void {
  nat.enter(() => {
    ip('link', 'set', 'lo', 'up');
    execFileSync('sysctl', ['-qw', 'net.ipv4.ip_forward=1']);
    const rules = `table ip n { ${more} chain p { type nat hook postrouting priority 100;
      oifname "outside" masquerade; }; }`;
    execFileSync('nft', [rules]);
  });
}
