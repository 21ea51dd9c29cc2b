import { execFileSync } from 'node:child_process';
import { identityOf, lowerLinkOf } from '#drivers';
import { bridge, ip, onKernel, seenLink, seenLinks } from './on-kernel.js';
import { create } from './operations.js';
import { bridgeLink, mark, vxlanLink } from './sample-resources.js';

/** A host with a bit of everything, none of it ours. */
function furnish(): void {
  ip(
    'link',
    'add',
    'br0',
    'address',
    '02:00:00:00:00:01',
    'mtu',
    '1400',
    'type',
    'bridge',
    'stp_state',
    '1',
  );
  ip(
    'link',
    'add',
    'vx0',
    'type',
    'vxlan',
    'id',
    '42',
    'dev',
    'up0',
    'local',
    '192.0.2.1',
    'dstport',
    '4789',
  );
  ip(
    'link',
    'add',
    'vx6',
    'type',
    'vxlan',
    'id',
    '43',
    'dev',
    'up0',
    'local',
    '2001:db8::1',
    'dstport',
    '8472',
    'nolearning',
    'tos',
    'inherit',
    'udp6zerocsumtx',
    'udp6zerocsumrx',
  );
  ip('link', 'add', 'vx-any', 'type', 'vxlan', 'id', '44', 'dstport', '4790');
  ip('link', 'set', 'vx0', 'master', 'br0', 'up');
  ip('link', 'set', 'vx6', 'alias', 'a tunnel of someone');
  ip('link', 'set', 'br0', 'up');
  ip('link', 'set', 'lo', 'up');
  ip('address', 'add', '203.0.113.1/24', 'dev', 'br0');
  ip('address', 'add', '203.0.113.2', 'peer', '203.0.113.3', 'dev', 'up0');
  ip('route', 'add', 'default', 'via', '192.0.2.254', 'metric', '7');
  ip(
    'route',
    'add',
    '198.51.100.0/24',
    'nexthop',
    'via',
    '192.0.2.10',
    'nexthop',
    'via',
    '203.0.113.10',
  );
  ip('route', 'add', 'blackhole', '198.51.100.128/25');
  ip('-6', 'route', 'add', '2001:db8:9::/48', 'via', '2001:db8::9', 'table', '77');
  bridge('fdb', 'append', '00:00:00:00:00:00', 'dev', 'vx0', 'dst', '198.51.100.2');
  bridge('fdb', 'append', '00:00:00:00:00:00', 'dev', 'vx0', 'dst', '198.51.100.3');
}

const operStatus: Readonly<Record<string, string>> = {
  UP: 'up',
  DOWN: 'down',
  UNKNOWN: 'unknown',
  LOWERLAYERDOWN: 'lower-layer-down',
};

describe('a reading of the kernel', () => {
  it(
    'agrees with ip on every link',
    onKernel(async (host) => {
      furnish();

      const { links } = await host.observe();

      const byName = (one: { name: string }, other: { name: string }): number =>
        one.name < other.name ? -1 : 1;
      expect(
        links.map(({ resource, index, operStatus: state, carrier, alias }) => ({
          name: resource.name,
          index,
          state,
          carrier,
          alias,
          mtu: resource.mtu,
          mac: resource.mac,
          master: resource.master,
          up: resource.up,
          kind: resource.kind === 'other' ? resource.kernelKind : resource.kind,
        })),
      ).toEqual(
        seenLinks()
          .map((link) => ({
            name: link.ifname,
            index: link.ifindex,
            state: operStatus[link.operstate],
            carrier: link.flags.includes('LOWER_UP'),
            alias: link.ifalias,
            mtu: link.mtu,
            mac: link.address,
            master: link.master ?? null,
            up: link.flags.includes('UP'),
            kind: link.linkinfo?.info_kind ?? '',
          }))
          .sort(byName),
      );
    }),
  );

  it(
    'agrees with ip on every VXLAN, also on one without an underlay and a source',
    onKernel(async (host) => {
      furnish();

      const { links } = await host.observe();

      const vxlans = links.flatMap(({ resource }) => (resource.kind === 'vxlan' ? [resource] : []));
      const seen = (vxlan: string): Readonly<Record<string, unknown>> =>
        seenLink(vxlan).linkinfo?.info_data ?? {};
      expect(
        vxlans.map(({ name, vxlan }) => [name, vxlan.vni, vxlan.port, vxlan.underlay, vxlan.local]),
      ).toEqual([
        ['vx-any', seen('vx-any')['id'], seen('vx-any')['port'], null, '0.0.0.0'],
        ['vx0', seen('vx0')['id'], seen('vx0')['port'], seen('vx0')['link'], seen('vx0')['local']],
        ['vx6', seen('vx6')['id'], seen('vx6')['port'], seen('vx6')['link'], seen('vx6')['local6']],
      ]);
      expect(
        vxlans.map(({ vxlan }) => [vxlan.learning, vxlan.udpChecksum, vxlan.tos, vxlan.df]),
      ).toEqual([
        [true, seen('vx-any')['udp_csum'], 0, 'unset'],
        [true, seen('vx0')['udp_csum'], 0, 'unset'],
        [false, !seen('vx6')['udp_zero_csum6_tx'], 1, 'unset'],
      ]);
    }),
  );

  it(
    'knows what a link of others stands on, and that the two ends of a cable do not stand on each other',
    onKernel(async (host) => {
      ip('link', 'add', 'vx-many', 'type', 'vxlan', 'id', '9', 'dev', 'up0', 'dstport', '4789');
      ip('link', 'add', 'mac0', 'link', 'up0', 'type', 'macvlan');

      const { links } = await host.observe();

      const lowers = links.map(({ resource }) => [
        resource.name,
        resource.kind,
        lowerLinkOf(resource),
      ]);
      expect(lowers).toEqual([
        ['far0', 'other', undefined],
        ['lo', 'other', undefined],
        ['mac0', 'other', 'up0'],
        ['up0', 'other', undefined],
        ['vx-many', 'vxlan', 'up0'],
      ]);
    }),
  );

  it(
    'holds the addresses, routes and forwarding entries of others, without those the kernel makes itself',
    onKernel(async (host) => {
      furnish();

      const { addresses, routes, fdb } = await host.observe();

      expect(addresses.map(({ link, address }) => `${link} ${address}`)).toEqual([
        'br0 203.0.113.1/24',
        'up0 192.0.2.1/24',
        'up0 2001:db8::1/64',
        'up0 203.0.113.2/32',
      ]);
      expect(routes).toEqual([
        {
          type: 'route',
          destination: '0.0.0.0/0',
          table: 254,
          metric: 7,
          via: '192.0.2.254',
          link: 'up0',
          protocol: 3,
        },
        { type: 'route', destination: '198.51.100.0/24', table: 254, metric: 0, protocol: 3 },
        {
          type: 'route',
          destination: '198.51.100.128/25',
          table: 254,
          metric: 0,
          deadEnd: 'blackhole',
          protocol: 3,
        },
        {
          type: 'route',
          destination: '2001:db8:9::/48',
          table: 77,
          metric: 1024,
          via: '2001:db8::9',
          link: 'up0',
          protocol: 3,
        },
      ]);
      expect(fdb.map(identityOf)).toEqual([
        'fdb vx0 00:00:00:00:00:00 198.51.100.2',
        'fdb vx0 00:00:00:00:00:00 198.51.100.3',
      ]);
    }),
  );

  it(
    'sees where IPv6 is off, whoever switched it',
    onKernel(async (host) => {
      furnish();
      execFileSync('sysctl', ['-qw', 'net.ipv6.conf.br0.disable_ipv6=1']);
      ip('link', 'set', 'vx6', 'mtu', '1000');

      const { links } = await host.observe();

      const off = links
        .filter(({ resource }) => !resource.ipv6)
        .map(({ resource }) => resource.name);
      expect(off).toEqual(['br0', 'vx6']);
    }),
  );

  it(
    'knows our links by their mark and says nothing of an owner elsewhere',
    onKernel(async (host) => {
      furnish();
      await host.apply([create(bridgeLink('br-lan')), create(vxlanLink('vx-lan'))]);

      const { links } = await host.observe();

      const owned = links.filter(({ resource }) => resource.owner !== undefined);
      expect(owned.map(({ resource, alias }) => [resource.name, alias])).toEqual([
        ['br-lan', mark],
        ['vx-lan', mark],
      ]);
    }),
  );

  it(
    'is the same twice',
    onKernel(async (host) => {
      furnish();

      expect(await host.observe()).toEqual(await host.observe());
    }),
  );
});
