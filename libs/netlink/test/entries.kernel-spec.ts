import {
  ownProtocol,
  type FdbResource,
  type HostState,
  type Resource,
  type RouteResource,
} from '#drivers';
import { bridge, ip, onKernel, seenAddresses, seenFdb } from './on-kernel.js';
import { change, create, remove } from './operations.js';
import {
  address,
  addressOn,
  bridgeLink,
  cidr,
  flood,
  floodMac,
  mac,
  name,
  owner,
  vxlanLink,
} from './sample-resources.js';

const lan = bridgeLink('br-lan', { ipv6: true });
const segment = vxlanLink('vx-lan');

function failures(outcomes: readonly { readonly failure?: unknown }[]): readonly unknown[] {
  return outcomes.flatMap(({ failure }) => failure ?? []);
}

describe('addresses on the kernel', () => {
  const [v4, v6] = [
    addressOn('br-lan', '198.51.100.1/24'),
    addressOn('br-lan', '2001:db8:1::1/64'),
  ];

  it(
    'gives a link addresses of both families that are usable at once and known as ours',
    onKernel(async (host) => {
      expect(failures(await host.apply([lan, v4, v6].map(create)))).toEqual([]);

      expect((await host.observe()).addresses).toEqual([
        v4,
        v6,
        { type: 'address', link: 'up0', address: '192.0.2.1/24' },
        { type: 'address', link: 'up0', address: '2001:db8::1/64' },
      ]);
      const seen = seenAddresses('br-lan');
      expect(seen).toEqual([
        expect.objectContaining({ local: '198.51.100.1', prefixlen: 24 }),
        expect.objectContaining({ local: '2001:db8:1::1', prefixlen: 64 }),
      ]);
      expect(seen[1]?.tentative).toBeUndefined();
    }),
  );

  it(
    'takes addresses away, also those that are gone already, and leaves the others',
    onKernel(async (host) => {
      await host.apply([lan, v4, v6].map(create));
      ip('address', 'delete', '198.51.100.1/24', 'dev', 'br-lan');

      expect(failures(await host.apply([remove(v4), remove(v6)]))).toEqual([]);

      expect((await host.observe()).addresses.map(({ link }) => link)).toEqual(['up0', 'up0']);
    }),
  );

  it(
    'makes a foreign address ours',
    onKernel(async (host) => {
      await host.apply([create(lan)]);
      ip('address', 'add', '198.51.100.1/24', 'dev', 'br-lan');
      const [foreign] = (await host.observe()).addresses;
      expect(foreign).toEqual({ ...v4, owner: undefined });

      expect(
        failures(await host.apply([change({ ...v4, owner: { ...owner, workload: 'x' } }, v4)])),
      ).toEqual([]);

      expect((await host.observe()).addresses[0]).toEqual(v4);
    }),
  );
});

describe('routes on the kernel', () => {
  const toV4: RouteResource = {
    type: 'route',
    destination: cidr('203.0.113.0/24'),
    table: 254,
    metric: 50,
    via: address('198.51.100.9'),
    link: name('br-lan'),
    protocol: ownProtocol,
    owner,
  };
  const toV6: RouteResource = {
    ...toV4,
    destination: cidr('2001:db8:2::/48'),
    metric: 1024,
    via: address('2001:db8:1::9'),
  };
  const everything: RouteResource = {
    ...toV4,
    destination: cidr('0.0.0.0/0'),
    table: 1000,
    metric: 0,
  };
  const onLink: RouteResource = {
    type: 'route',
    destination: cidr('192.0.2.128/25'),
    table: 254,
    metric: 50,
    link: name('br-lan'),
    protocol: ownProtocol,
    owner,
  };
  const ground = [
    lan,
    addressOn('br-lan', '198.51.100.1/24'),
    addressOn('br-lan', '2001:db8:1::1/64'),
  ];

  it(
    'makes routes of both families, of another table, and without a next hop',
    onKernel(async (host) => {
      const routes = [toV4, toV6, everything, onLink];

      expect(failures(await host.apply([...ground, ...routes].map(create)))).toEqual([]);

      expect((await host.observe()).routes).toEqual([everything, onLink, toV6, toV4]);
      expect(ip('-N', 'route', 'show', '203.0.113.0/24')).toEqual([
        expect.objectContaining({
          gateway: '198.51.100.9',
          dev: 'br-lan',
          protocol: '72',
          metric: 50,
        }),
      ]);
      expect(ip('route', 'show', 'table', '1000')).toEqual([
        expect.objectContaining({ dst: 'default' }),
      ]);
    }),
  );

  it(
    'changes the next hop of a route in place and takes it away',
    onKernel(async (host) => {
      const after = { ...toV4, via: address('198.51.100.10') };
      await host.apply([...ground, toV4].map(create));

      expect(failures(await host.apply([change(toV4, after)]))).toEqual([]);
      expect((await host.observe()).routes).toEqual([after]);

      expect(failures(await host.apply([remove(after), remove(after)]))).toEqual([]);
      expect((await host.observe()).routes).toEqual([]);
    }),
  );

  it(
    'leaves a foreign route to the same destination alone',
    onKernel(async (host) => {
      await host.apply(ground.map(create));
      ip('route', 'add', '203.0.113.0/24', 'via', '198.51.100.9', 'metric', '50');

      await host.apply([remove(toV4)]);

      expect((await host.observe()).routes).toEqual([{ ...toV4, protocol: 3, owner: undefined }]);
    }),
  );
});

describe('forwarding entries on the kernel', () => {
  const fdbOf = (state: HostState): HostState['fdb'] => state.fdb;
  it(
    'keeps several flood destinations and one for a single address',
    onKernel(async (host) => {
      const single: FdbResource = {
        ...flood('vx-lan', '198.51.100.7'),
        mac: mac('02:00:00:00:00:07'),
      };
      const entries = [flood('vx-lan', '198.51.100.2'), flood('vx-lan', '198.51.100.3'), single];

      expect(failures(await host.apply([segment, ...entries].map(create)))).toEqual([]);

      expect(fdbOf(await host.observe())).toEqual(entries);
      expect(seenFdb('vx-lan').map((entry) => [entry.mac, entry.dst, entry.state])).toEqual(
        expect.arrayContaining([
          [floodMac, '198.51.100.2', 'permanent'],
          [floodMac, '198.51.100.3', 'permanent'],
          ['02:00:00:00:00:07', '198.51.100.7', 'permanent'],
        ]),
      );
    }),
  );

  it(
    'takes one flood destination away and leaves the other; one that is gone counts as taken',
    onKernel(async (host) => {
      const [one, two] = [flood('vx-lan', '198.51.100.2'), flood('vx-lan', '198.51.100.3')];
      await host.apply([segment, one, two].map(create));

      expect(failures(await host.apply([remove(one), remove(one)]))).toEqual([]);

      expect(fdbOf(await host.observe())).toEqual([two]);
    }),
  );

  it(
    'works over IPv6',
    onKernel(async (host) => {
      const entry = flood('vx-lan', '2001:db8::2');
      const over6: Resource = vxlanLink('vx-lan', { local: address('2001:db8::1') });

      expect(failures(await host.apply([over6, entry].map(create)))).toEqual([]);

      expect(fdbOf(await host.observe())).toEqual([entry]);
      expect(seenFdb('vx-lan')).toEqual([
        expect.objectContaining({ mac: floodMac, dst: '2001:db8::2' }),
      ]);
    }),
  );

  it(
    'does not show what a link has learnt',
    onKernel(async (host) => {
      await host.apply([create(segment)]);
      bridge('fdb', 'add', '02:00:00:00:00:09', 'dev', 'vx-lan', 'dst', '198.51.100.9', 'dynamic');

      expect(fdbOf(await host.observe())).toEqual([]);
      expect(seenFdb('vx-lan')).toHaveLength(1);
    }),
  );

  it(
    'puts a permanent entry in the place of a learnt one',
    onKernel(async (host) => {
      const wanted: FdbResource = {
        ...flood('vx-lan', '198.51.100.7'),
        mac: mac('02:00:00:00:00:09'),
      };
      await host.apply([create(segment)]);
      bridge('fdb', 'add', '02:00:00:00:00:09', 'dev', 'vx-lan', 'dst', '198.51.100.9', 'dynamic');

      expect(failures(await host.apply([create(wanted)]))).toEqual([]);

      expect(fdbOf(await host.observe())).toEqual([wanted]);
    }),
  );
});
