import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ip, withNetns } from '../kernel/netns.js';
import { linkEventsDuring, lossesIn } from './link-events.js';
import { seenAddresses, seenLink, seenLinks, withoutTimers } from './seen.js';
import { Site, type Workload } from './site.js';

function bridge(
  ports: readonly string[] = [],
  member: object = {},
  { name = 'br-lan', ...data }: { readonly name?: string; readonly mtu?: number } = {},
): Workload {
  const members = [{ node: 'host-a', name, ports, ...member }];
  return { name: name.slice(3), type: 'bridge', data: { members, ...data } };
}

const seenPorts = (master: string): readonly string[] =>
  seenLinks().flatMap((link) => (link.master === master ? [link.ifname] : []));

describe('B1: a bridge comes and goes', () => {
  it.each([[[]], [['eth1']], [['eth1', 'eth2']]])('with the ports %j', (ports) =>
    Site.run(async (site) => {
      expect(await site.submit(bridge(ports))).toMatchObject({ state: 'applied' });

      expect(seenLink('br-lan')?.flags).toContain('UP');
      expect(seenPorts('br-lan')).toEqual(ports);
      await site.submit();
      expect(seenLink('br-lan')).toBeUndefined();
    })(),
  );
});

describe('B2: a port is added to a bridge in use', () => {
  it(
    'and no link flaps, and no packet is lost',
    Site.run(async (site) => {
      const addresses = ['192.0.2.1/24'];
      await site.submit(bridge(['eth1'], { addresses }));
      await withNetns(async (machine) => {
        ip('link', 'add', 'vm1', 'type', 'veth', 'peer', 'name', 'vm1-far');
        ip('link', 'set', 'vm1-far', 'netns', machine.path);
        ip('link', 'set', 'vm1', 'master', 'br-lan', 'up');
        machine.enter(() => {
          ip('address', 'add', '192.0.2.9/24', 'dev', 'vm1-far');
          ip('link', 'set', 'vm1-far', 'up');
        });
        const ping = spawn('ping', ['-q', '-i', '0.01', '-c', '150', '-W', '1', '192.0.2.9']);
        const [output, ended] = [textOf(ping.stdout), once(ping, 'close')];

        const events = await linkEventsDuring(() =>
          site.submit(bridge(['eth1', 'eth2'], { addresses })),
        );

        await ended;
        expect(await output).toContain(' 0% packet loss');
        expect(lossesIn(events, 'br-lan', 'eth1', 'vm1')).toEqual([]);
        ip('link', 'delete', 'vm1');
      });
    }),
  );
});

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('B3: a bridge goes', () => {
  it(
    'and its port stays up',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1']));
      const events = await linkEventsDuring(() => site.submit());

      expect(seenLink('eth1')?.flags).toContain('UP');
      expect(seenLink('eth1')).not.toHaveProperty('master');
      expect(lossesIn(events, 'eth1').filter((event) => !event.includes('br-lan'))).toEqual([]);
    }),
  );
});

describe('B5: a port moves from a bridge that goes to one that comes', () => {
  it(
    'in one change and one step',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1', 'eth2']));
      const { lines } = await site.submit(bridge(['eth1', 'eth2'], {}, { name: 'br-new' }));

      expect(lines).toEqual([
        'create link br-new',
        'change port eth1 (master)',
        'change port eth2 (master)',
        'delete link br-lan',
      ]);
      expect(seenPorts('br-new')).toEqual(['eth1', 'eth2']);
    }),
  );
});

describe('B20: a port that others put there', () => {
  it(
    'stays through every update, and is listed as foreign',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1']));
      ip('tuntap', 'add', 'tap0', 'mode', 'tap');
      ip('link', 'set', 'tap0', 'master', 'br-lan', 'up');

      for (const next of [
        bridge(['eth1'], { addresses: ['192.0.2.1/24'] }),
        bridge(['eth1', 'eth2']),
        bridge([], {}, { mtu: 1400 }),
        bridge(['eth2']),
      ]) {
        const { state, foreign } = await site.submit(next);
        expect([state, foreign]).toEqual(['applied', ['port tap0']]);
        expect(seenPorts('br-lan')).toContain('tap0');
      }
      ip('link', 'delete', 'tap0');
    }),
  );
});

describe('B21: the carrier of a port comes and goes', () => {
  it(
    'four times, and nothing of the bridge is lost or to be done',
    Site.run(async (site) => {
      const lan = bridge(['eth1'], { addresses: ['192.0.2.1/24', '2001:db8:1::1/64'] });
      await site.submit(lan);
      const index = seenLink('br-lan')?.ifindex;
      const { writes } = site;

      for (const state of ['down', 'up', 'down', 'up', 'down', 'up', 'down', 'up']) {
        ip('link', 'set', 'far-eth1', state);
        await sleep(50);
        expect(await site.submit(lan)).toMatchObject({ state: 'unchanged' });
      }

      expect(seenAddresses('br-lan')).toEqual(['192.0.2.1/24', '2001:db8:1::1/64']);
      expect(seenLink('br-lan')?.ifindex).toBe(index);
      expect(site.writes).toBe(writes);
    }),
  );
});

describe('B24: a bridge that somebody made by hand', () => {
  const byHand = (): void => {
    ip('link', 'add', 'br-lan', 'address', '02:00:5e:00:53:77', 'type', 'bridge');
    ip('link', 'set', 'br-lan', 'addrgenmode', 'none');
    ip('link', 'set', 'br-lan', 'alias', "grandfather's", 'up');
    ip('address', 'add', '192.0.2.7/24', 'dev', 'br-lan');
  };
  const look = (): unknown => withoutTimers([seenLink('br-lan'), seenAddresses('br-lan')]);

  it(
    'is not touched unasked',
    Site.run(async (site) => {
      const before = look();
      const { problems } = await site.submit(bridge(['eth1']));

      expect(problems).toEqual(['interface-name-conflict /workloads/0/data/members/0']);
      expect(look()).toEqual(before);
    }, byHand),
  );

  it(
    'is taken over where the contract says so, with its addresses, and goes with it',
    Site.run(async (site) => {
      byHand();
      const index = seenLink('br-lan')?.ifindex;
      const { lines } = await site.submit(bridge(['eth1'], { adopt: true }));

      expect(lines[0]).toMatch(/^adopt link br-lan/);
      expect(seenLink('br-lan')).toMatchObject({ ifindex: index, address: '02:00:5e:00:53:77' });
      expect(seenAddresses('br-lan')).toEqual(['192.0.2.7/24']);
      await site.submit();
      expect(seenLink('br-lan')).toBeUndefined();
    }),
  );

  it(
    'stays foreign and alive when taking it over fails',
    Site.run(
      async (site) => {
        const before = look();
        // No bridge takes the loopback device (`br_add_if` in net/bridge/br_if.c).
        const { state } = await site.submit(bridge(['lo'], { adopt: true }, { mtu: 1400 }));

        expect(state).toBe('rolled-back');
        expect(look()).toEqual(before);
      },
      byHand,
      ['lo'],
    ),
  );
});

describe('R17: what stands already', () => {
  it(
    'is asked for again without a message to the kernel or an event of it',
    Site.run(async (site) => {
      const lan = bridge(['eth1', 'eth2'], { addresses: ['192.0.2.1/24'] }, { mtu: 1400 });
      await site.submit(lan);
      const { writes } = site;
      const events = await linkEventsDuring(async () => {
        expect(await site.submit(lan)).toMatchObject({ state: 'unchanged' });
      });

      expect(site.writes).toBe(writes);
      expect(events).toEqual([]);
    }),
  );
});

describe('R19: an address deleted by hand', () => {
  const lan = (...addresses: readonly string[]): Workload => bridge([], { addresses });

  it(
    'returns; it goes when the contract drops it, and nothing else does; it returns with the contract',
    Site.run(async (site) => {
      await site.submit(lan('192.0.2.1/24', '198.51.100.1/24'));
      ip('address', 'delete', '192.0.2.1/24', 'dev', 'br-lan');
      expect((await site.submit(lan('192.0.2.1/24', '198.51.100.1/24'))).lines).toEqual([
        'create address br-lan 192.0.2.1/24',
      ]);
      ip('address', 'add', '203.0.113.1/24', 'dev', 'br-lan');

      await site.submit(lan('198.51.100.1/24'));
      expect(seenAddresses('br-lan').toSorted()).toEqual(['198.51.100.1/24', '203.0.113.1/24']);

      await site.submit(lan('192.0.2.1/24', '198.51.100.1/24'));
      expect(seenAddresses('br-lan')).toContain('192.0.2.1/24');
    }),
  );
});

describe('R20: a workload that a contract no longer has', () => {
  it(
    'takes its interface with it, and no other',
    Site.run(async (site) => {
      const dmz = bridge(['eth2'], {}, { name: 'br-dmz' });
      await site.submit(bridge(['eth1']), dmz);
      await site.submit(dmz);

      expect(seenLink('br-lan')).toBeUndefined();
      expect(seenLink('br-dmz')).toMatchObject({ ifname: 'br-dmz' });
    }),
  );
});
