import { noTuner } from '../src/socket-options.js';
import { watchHost, type HostEvent, type WatchOptions } from '../src/watch.js';
import { bridge, ip, onKernel, seenLink } from './on-kernel.js';

/** The events of what is done while watching. The kernel queues them before it answers, so one turn reads them. */
async function watched(
  work: () => void,
  options: WatchOptions = {},
): Promise<readonly HostEvent[]> {
  const events: HostEvent[] = [];
  const watch = await watchHost((event) => events.push(event), options);
  try {
    work();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return events;
  } finally {
    watch.close();
  }
}

describe('a watch of the kernel', () => {
  it(
    'tells of links, addresses, routes and forwarding entries that come and go',
    onKernel(async () => {
      const indexes: unknown[] = [];
      const events = await watched(() => {
        ip(
          'link',
          'add',
          'vx0',
          'type',
          'vxlan',
          'id',
          '7',
          'dev',
          'up0',
          'local',
          '192.0.2.1',
          'dstport',
          '4789',
        );
        indexes.push(seenLink('vx0').ifindex);
        bridge('fdb', 'append', '00:00:00:00:00:00', 'dev', 'vx0', 'dst', '198.51.100.2');
        ip('address', 'add', '203.0.113.1/24', 'dev', 'vx0');
        ip('route', 'add', '198.51.100.0/24', 'via', '192.0.2.9');
        ip('-6', 'route', 'add', '2001:db8:9::/48', 'via', '2001:db8::9');
        ip('link', 'delete', 'vx0');
      });

      const [link] = indexes;
      for (const [family, gone] of [
        ['link', false],
        ['fdb', false],
        ['address', false],
        ['address', true],
        ['link', true],
      ] as const) {
        expect(events).toContainEqual({ type: 'changed', family, gone, link });
      }
      expect(events).toContainEqual({ type: 'changed', family: 'route', gone: false });
    }),
  );

  it(
    'does not tell of neighbours and of what is learnt',
    onKernel(async () => {
      ip(
        'link',
        'add',
        'vx0',
        'type',
        'vxlan',
        'id',
        '7',
        'dev',
        'up0',
        'local',
        '192.0.2.1',
        'dstport',
        '4789',
      );

      const events = await watched(
        () => {
          ip(
            'neighbour',
            'add',
            '192.0.2.77',
            'lladdr',
            '02:00:00:00:00:77',
            'dev',
            'up0',
            'nud',
            'permanent',
          );
          bridge('fdb', 'add', '02:00:00:00:00:09', 'dev', 'vx0', 'dst', '198.51.100.9', 'dynamic');
        },
        { families: ['fdb'] },
      );

      expect(events).toEqual([]);
    }),
  );

  it(
    'tells of nothing but the families asked for',
    onKernel(async () => {
      const events = await watched(
        () => void ip('address', 'add', '203.0.113.1/24', 'dev', 'up0'),
        {
          families: ['address'],
        },
      );

      // The kernel's own IPv6 address of `up0` may come to be meanwhile.
      expect(events).not.toEqual([]);
      expect(new Set(events.map((event) => 'family' in event && event.family))).toEqual(
        new Set(['address']),
      );
    }),
  );

  it(
    'says so when events were lost, and a fresh reading has what they told of',
    onKernel(async (host) => {
      const events = await watched(
        () => {
          for (let number = 0; number < 40; number += 1)
            ip('link', 'add', `br${number}`, 'type', 'bridge');
        },
        { families: ['link'], receiveBuffer: 4096 },
      );

      expect(events).toContainEqual({ type: 'overrun' });
      const told = events.filter(({ type }) => type === 'changed');
      expect(told.length).toBeLessThan(40);
      expect(
        (await host.observe()).links.filter(({ resource }) => resource.kind === 'bridge'),
      ).toHaveLength(40);
    }),
  );

  it(
    'asks for a reading every so often where socket options are not to be had',
    onKernel(async () => {
      const events = await watched(() => undefined, { tuner: noTuner, interval: 10 });

      expect(events.length).toBeGreaterThan(2);
      expect(events[0]).toEqual({ type: 'overrun' });
    }),
  );
});
