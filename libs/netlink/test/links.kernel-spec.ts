import { identityOf, type HostState, type Resource } from '#drivers';
import { ip, onKernel, seenLink } from './on-kernel.js';
import { change, create, remove } from './operations.js';
import {
  address,
  bridgeLink,
  mac,
  mark,
  name,
  omit,
  owner,
  vxlanLink,
} from './sample-resources.js';

const done = (...resources: readonly Resource[]): unknown =>
  resources.map((resource) => ({ identity: identityOf(resource) }));

function observed(state: HostState, link: string): Resource | undefined {
  return state.links.find(({ resource }) => resource.name === link)?.resource;
}

describe('links on the kernel', () => {
  it(
    'makes a bridge with its mark, MTU and address, up and without IPv6',
    onKernel(async (host) => {
      const lan = bridgeLink('br-lan', {
        mac: mac('02:00:00:00:00:01'),
        mtu: 1400,
        bridge: { stp: true },
      });

      expect(await host.apply([create(lan)])).toEqual(done(lan));

      expect(seenLink('br-lan')).toMatchObject({
        ifalias: mark,
        mtu: 1400,
        address: '02:00:00:00:00:01',
        flags: expect.arrayContaining(['UP']),
        linkinfo: { info_kind: 'bridge', info_data: { stp_state: 1 } },
      });
      expect(ip('address', 'show', 'br-lan')).toEqual([expect.objectContaining({ addr_info: [] })]);
      expect(observed(await host.observe(), 'br-lan')).toMatchObject(lan);
    }),
  );

  it.each([
    ['IPv4', { local: address('192.0.2.1') }],
    ['IPv6', { local: address('2001:db8::1') }],
    ['IPv6 with a checksum', { local: address('2001:db8::1'), udpChecksum: true }],
    [
      'a checksum, learning, a copied tos and the fragment bit of the inner packet',
      { udpChecksum: true, learning: true, tos: 1, df: 'inherit', ttl: 0 },
    ],
    ['another port and a vni at the end of the range', { port: 8472, vni: 16777215 }],
  ] as const)('makes a VXLAN over %s that reads back as it was wanted', (_case, options) =>
    onKernel(async (host) => {
      const segment = vxlanLink('vx-lan', options);

      expect(await host.apply([create(segment)])).toEqual(done(segment));

      expect(observed(await host.observe(), 'vx-lan')).toMatchObject(segment);
    })(),
  );

  it(
    'makes IPv6 VXLANs with and without a checksum on one UDP port, of which the kernel has one socket',
    onKernel(async (host) => {
      const local = address('2001:db8::1');
      const computed = vxlanLink('vx-one', { vni: 1, local, udpChecksum: true });
      const zero = vxlanLink('vx-two', { vni: 2, local, udpChecksum: false });

      expect(await host.apply([create(computed), create(zero)])).toEqual(done(computed, zero));

      const state = await host.observe();
      expect(observed(state, 'vx-one')).toMatchObject(computed);
      expect(observed(state, 'vx-two')).toMatchObject(zero);
      expect(seenLink('vx-one').linkinfo?.info_data).toMatchObject({ udp_zero_csum6_rx: true });
    }),
  );

  it(
    'agrees with ip on what a VXLAN is',
    onKernel(async (host) => {
      await host.apply([create(vxlanLink('vx-lan', { tos: 8, df: 'set' }))]);

      expect(seenLink('vx-lan').linkinfo).toMatchObject({
        info_kind: 'vxlan',
        info_data: {
          id: 100,
          link: 'up0',
          local: '192.0.2.1',
          port: 4789,
          learning: false,
          ttl: 64,
          tos: '0x8',
          df: 'set',
          udp_csum: false,
        },
      });
    }),
  );

  it(
    'makes a bridge and its port in one call, the port after the bridge in whatever order they stand',
    onKernel(async (host) => {
      const lan = bridgeLink('br-lan', { mtu: 1500 });
      const segment = vxlanLink('vx-lan', {}, { master: name('br-lan') });

      expect(await host.apply([create(lan), create(segment)])).toEqual(done(lan, segment));

      expect(seenLink('vx-lan')).toMatchObject({ master: 'br-lan', ifalias: mark });
      expect(observed(await host.observe(), 'br-lan')).toMatchObject({ mtu: 1500 });
    }),
  );

  it.each([1450, 1500])(
    'makes a bridge whose MTU of %i stays when a smaller port joins later',
    (mtu) =>
      onKernel(async (host) => {
        await host.apply([create(bridgeLink('br-lan', { mtu }))]);

        ip('link', 'set', 'far0', 'mtu', '1300', 'master', 'br-lan');
        expect(seenLink('br-lan').mtu).toBe(mtu);

        ip('link', 'set', 'far0', 'nomaster');
        expect(seenLink('br-lan').mtu).toBe(mtu);
      })(),
  );

  it(
    'makes a bridge again just as it was read, also where the kernel filters no VLANs',
    onKernel(async (host) => {
      ip('link', 'add', 'br-old', 'type', 'bridge');
      const read = observed(await host.observe(), 'br-old');
      if (read?.type !== 'link') throw new Error('the bridge was not read');
      ip('link', 'delete', 'br-old');
      await host.observe();

      const outcomes = await host.apply([
        create({
          ...read,
          owner,
        }),
      ]);

      expect(outcomes).toEqual([{ identity: 'link br-old' }]);
    }),
  );

  it(
    'makes a bridge without an MTU of its own that follows its ports',
    onKernel(async (host) => {
      await host.apply([create(omit(bridgeLink('br-lan'), 'mtu'))]);
      expect(seenLink('br-lan').mtu).toBe(1500);

      ip('link', 'set', 'far0', 'mtu', '1300', 'master', 'br-lan');
      expect(seenLink('br-lan').mtu).toBe(1300);
    }),
  );

  it(
    'leaves IPv6 on and the link down where that is wanted',
    onKernel(async (host) => {
      const lan = bridgeLink('br-lan', { ipv6: true, up: false });

      await host.apply([create(lan)]);

      expect(seenLink('br-lan').flags).not.toContain('UP');
      expect(observed(await host.observe(), 'br-lan')).toMatchObject({ ipv6: true, up: false });
    }),
  );

  it(
    'takes a dot in a name for what it is',
    onKernel(async (host) => {
      const lan = bridgeLink('br.lan-1');

      expect(await host.apply([create(lan)])).toEqual(done(lan));

      expect(observed(await host.observe(), 'br.lan-1')).toMatchObject({ ipv6: false });
    }),
  );

  it(
    'changes the named fields of a bridge and no other',
    onKernel(async (host) => {
      const before = bridgeLink('br-lan', { ipv6: true, mac: mac('02:00:00:00:00:01') });
      const after = bridgeLink('br-lan', {
        mtu: 1300,
        bridge: { stp: true },
        owner: { contract: before.owner?.contract ?? '', workload: 'office' },
        mac: mac('02:00:00:00:00:02'),
      });
      await host.apply([create(before)]);
      const index: unknown = seenLink('br-lan').ifindex;

      expect(await host.apply([change(before, after)])).toEqual(done(after));

      expect(observed(await host.observe(), 'br-lan')).toMatchObject(after);
      expect(seenLink('br-lan').ifindex).toBe(index);
    }),
  );

  it(
    'changes ttl, tos, df, learning and the source of a VXLAN in place, together with its MTU',
    onKernel(async (host) => {
      const before = vxlanLink('vx-lan');
      const after = vxlanLink(
        'vx-lan',
        { ttl: 12, tos: 4, df: 'set', learning: true, local: address('192.0.2.2') },
        { mtu: 1300 },
      );
      await host.apply([create(before)]);
      const index: unknown = seenLink('vx-lan').ifindex;

      expect(await host.apply([change(before, after)])).toEqual(done(after));

      expect(observed(await host.observe(), 'vx-lan')).toMatchObject(after);
      expect(seenLink('vx-lan').ifindex).toBe(index);
    }),
  );

  it.each([
    ['vni', { vni: 200 }],
    ['port', { port: 8472 }],
    ['checksum', { udpChecksum: true }],
    ['family', { local: address('2001:db8::1') }],
  ] as const)('makes a VXLAN anew for another %s', (_field, options) =>
    onKernel(async (host) => {
      const before = vxlanLink('vx-lan');
      const after = vxlanLink('vx-lan', options);
      await host.apply([create(before)]);
      const index: unknown = seenLink('vx-lan').ifindex;

      const operation = change(before, after);
      expect(operation.action).toBe('recreate');
      expect(await host.apply([operation])).toEqual(done(after));

      expect(observed(await host.observe(), 'vx-lan')).toMatchObject(after);
      expect(seenLink('vx-lan').ifindex).not.toBe(index);
    })(),
  );

  it(
    'moves a port from one bridge to another and out of it',
    onKernel(async (host) => {
      const [one, two] = [bridgeLink('br-one'), bridgeLink('br-two')];
      const port = { type: 'port', link: name('far0'), master: name('br-one') } as const;
      const moved = { ...port, master: name('br-two') };
      await host.apply([create(one), create(two), create(port)]);
      expect(seenLink('far0').master).toBe('br-one');

      await host.apply([change(port, moved)]);
      expect(seenLink('far0').master).toBe('br-two');

      await host.apply([remove(moved)]);
      expect(seenLink('far0').master).toBeUndefined();
      expect(seenLink('far0').flags).toContain('UP');
    }),
  );

  it(
    'deletes links, and counts one that is gone already as deleted',
    onKernel(async (host) => {
      const [lan, segment] = [bridgeLink('br-lan'), vxlanLink('vx-lan')];
      await host.apply([create(lan), create(segment)]);
      ip('link', 'delete', 'vx-lan');

      expect(await host.apply([remove(segment), remove(lan)])).toEqual(done(segment, lan));
      expect(await host.apply([remove(lan)])).toEqual(done(lan));

      expect((await host.observe()).links.map(({ resource }) => resource.name)).toEqual([
        'far0',
        'lo',
        'up0',
      ]);
    }),
  );

  it(
    'makes 2,000 links in one call',
    onKernel(async (host) => {
      const numbers = Array.from({ length: 1000 }, (_, number) => number);
      const links = [
        ...numbers.map((number) => bridgeLink(`br-${number}`)),
        ...numbers.map((number) =>
          vxlanLink(`vx-${number}`, { vni: number + 1 }, { master: name(`br-${number}`) }),
        ),
      ];
      await host.observe();

      const start = performance.now();
      const outcomes = await host.apply(links.map(create));
      const applied = performance.now();
      const state = await host.observe();
      console.info(
        `2,000 links: apply ${Math.round(applied - start)} ms, observe ${Math.round(performance.now() - applied)} ms`,
      );

      expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
      expect(observed(state, 'vx-999')).toMatchObject(links[1999] ?? {});
      expect(state.links).toHaveLength(2003);
    }),
  );
});
