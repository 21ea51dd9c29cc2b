import type { OperationOutcome } from '#engine';
import { ip, onKernel, seenLink } from './on-kernel.js';
import { change, create, remove } from './operations.js';
import { addressOn, bridgeLink, flood, name, vxlanLink } from './sample-resources.js';

function failed(outcomes: readonly OperationOutcome[]): readonly OperationOutcome[] {
  return outcomes.filter(({ failure }) => failure !== undefined);
}

describe('what the kernel refuses', () => {
  it(
    'is told with the errno and the kernel’s own words',
    onKernel(async (host) => {
      const [one, two] = [vxlanLink('vx-one'), vxlanLink('vx-two')];

      expect(await host.apply([create(one), create(two)])).toEqual([
        { identity: 'link vx-one' },
        {
          identity: 'link vx-two',
          failure: {
            errno: 'EEXIST',
            detail:
              'create link vx-two: EEXIST (file already exists: A VXLAN device with the specified VNI already exists)',
          },
        },
      ]);
    }),
  );

  it(
    'does not stop what stands after it: one of 100 addresses fails, in the middle',
    onKernel(async (host) => {
      const addresses = Array.from({ length: 100 }, (_, number) =>
        addressOn('br-lan', `198.51.100.${number + 1}/24`),
      );
      await host.apply([create(bridgeLink('br-lan'))]);
      ip('address', 'add', '198.51.100.51/24', 'dev', 'br-lan');

      const outcomes = await host.apply(addresses.map(create));

      expect(outcomes.map(({ identity }) => identity)).toEqual(
        addresses.map(({ link, address }) => `address ${link} ${address}`),
      );
      expect(failed(outcomes)).toEqual([
        {
          identity: 'address br-lan 198.51.100.51/24',
          failure: {
            errno: 'EEXIST',
            detail: expect.stringMatching(/^create address br-lan 198\.51\.100\.51\/24: EEXIST/),
          },
        },
      ]);
      expect((await host.observe()).addresses.filter(({ link }) => link === 'br-lan')).toHaveLength(
        100,
      );
    }),
  );

  it(
    'is told of the one link, and of those that wanted to be its ports',
    onKernel(async (host) => {
      ip('link', 'add', 'br-lan', 'type', 'veth', 'peer', 'name', 'other0');
      const outcomes = await host.apply([
        create(bridgeLink('br-lan')),
        create(bridgeLink('br-two')),
        create(vxlanLink('vx-one', {}, { master: name('br-none') })),
        create(vxlanLink('vx-two', { vni: 2 }, { master: name('br-two') })),
        create(vxlanLink('vx-three', { vni: 3, underlay: name('eth9') })),
        create(vxlanLink('vx-four', { vni: 4 }, { master: name('br-lan') })),
      ]);

      expect(failed(outcomes)).toEqual([
        { identity: 'link br-lan', failure: { errno: 'EEXIST', detail: expect.any(String) } },
        {
          identity: 'link vx-one',
          failure: {
            errno: 'ENODEV',
            detail: 'create link vx-one: ENODEV (link br-none, which it needs, is not there)',
          },
        },
        {
          identity: 'link vx-three',
          failure: {
            errno: 'ENODEV',
            detail: 'create link vx-three: ENODEV (link eth9, which it needs, is not there)',
          },
        },
        {
          identity: 'link vx-four',
          failure: {
            errno: 'ENODEV',
            detail: 'create link vx-four: ENODEV (link br-lan, which it needs, was not made)',
          },
        },
      ]);
      expect(seenLink('br-lan').ifalias).toBeUndefined();
    }),
  );

  it(
    'is no end of the link that stood there before: its mark and its settings stay',
    onKernel(async (host) => {
      ip('link', 'add', 'br-lan', 'mtu', '1234', 'type', 'bridge');

      const outcomes = await host.apply([create(bridgeLink('br-lan'))]);

      expect(failed(outcomes)).toHaveLength(1);
      const link = seenLink('br-lan');
      expect(link).toMatchObject({ mtu: 1234, operstate: 'DOWN' });
      expect(link.ifalias).toBeUndefined();
    }),
  );

  it(
    'is no matter when only the index that we chose was taken meanwhile',
    onKernel(async (host) => {
      await host.observe();
      for (const index of [1 << 20, (1 << 20) + 1, (1 << 20) + 2]) {
        ip('link', 'add', `other${index}`, 'index', `${index}`, 'type', 'bridge');
      }

      const outcomes = await host.apply([
        create(bridgeLink('br-lan')),
        create(vxlanLink('vx-lan', {}, { master: name('br-lan') })),
      ]);

      expect(failed(outcomes)).toEqual([]);
      expect(seenLink('vx-lan')).toMatchObject({ master: 'br-lan' });
      expect(seenLink(`other${(1 << 20) + 1}`).ifalias).toBeUndefined();
    }),
  );

  it(
    'is told for entries of links that are not there, while their deletion is as good as done',
    onKernel(async (host) => {
      const [entry, address] = [
        flood('vx-none', '198.51.100.2'),
        addressOn('br-none', '198.51.100.1/24'),
      ];

      const outcomes = await host.apply([
        create(entry),
        create(address),
        remove(entry),
        remove(address),
      ]);

      expect(outcomes.map(({ failure }) => failure?.errno)).toEqual([
        'ENODEV',
        'ENODEV',
        undefined,
        undefined,
      ]);
    }),
  );

  it(
    'is told for a change in place that the kernel does not know',
    onKernel(async (host) => {
      const before = vxlanLink('vx-lan');
      await host.apply([create(before)]);
      const operation = change(before, vxlanLink('vx-lan', { vni: 200 }));

      const [outcome] = await host.apply([{ ...operation, action: 'change' }]);

      expect(outcome?.failure).toEqual({
        errno: 'EOPNOTSUPP',
        detail: expect.stringMatching(/^change link vx-lan: EOPNOTSUPP \(.*: Cannot change VNI\)$/),
      });
    }),
  );

  it(
    'is counted as a write, a reading is not',
    onKernel(async (host) => {
      const opening = host.dumps;
      await host.observe();
      expect([host.writes, host.dumps - opening]).toEqual([0, 6]);

      await host.apply([create(bridgeLink('br-lan'))]);
      // Creation, mark, IPv6, MTU and state.
      expect(host.writes).toBe(4);

      await host.apply([]);
      await host.observe();
      expect([host.writes, host.dumps - opening]).toEqual([4, 12]);
    }),
  );
});
