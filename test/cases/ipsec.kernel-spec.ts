import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applied, bringUp, expectTunnel, isUp } from './tunnel-proof.js';
import { TunnelSite, tunnelName, until } from './tunnel-site.js';

describe('I1, J5, A net2net-start: a tunnel with a shared secret', () => {
  it(
    'is up within 10 s, carries packets as ESP only, and leaves nothing when it is withdrawn',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel());
      await expectTunnel(site);

      expect(await site.submit(undefined)).toEqual(applied);
      for (const gateway of [site.a, site.b]) {
        expect(gateway.swanctl('--list-sas')).toBe('');
        expect(gateway.swanctl('--list-conns')).toBe('');
        expect(gateway.swanctl('--list-pols')).toBe('');
        expect(gateway.swanctl('--list-certs')).toBe('');
      }
      const silence = await site.captured(async () => {
        expect(site.ping(1)).toBe(0);
      });
      expect(silence.filter((line) => line.includes('ESP('))).toEqual([]);
    }),
  );
});

describe('I5: tunnels of all families', () => {
  it.each([
    ['by keys of the hosts over IPv4', {}],
    ['over IPv6', { family: 'ipv6' }],
    ['in UDP although there is no NAT', { udpEncapsulation: true }],
    ['with ChaCha20', { proposals: 'modern' }],
    ['whose first child has no exchange of its own', { childless: false }],
    ['that the second member begins', { initiator: 'host-b' }],
  ])('carry packets %s', (_, parts) =>
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel(parts));
      expect(site.ping()).toBe(2);
    })(),
  );
});

describe('I6: several networks', () => {
  const ends = [
    { subnets: ['10.1.0.0/24', '10.11.0.0/24'] },
    { subnets: ['10.2.0.0/24', '10.12.0.0/24'] },
  ] as const;

  it.each([
    ['joint', 1],
    ['perPair', 4],
  ])('are all installed as asked for, %s in %i children', (selectors, count) =>
    TunnelSite.run(async (site) => {
      site.furnishSecondNetworks();
      await bringUp(site, site.tunnel({ selectors }, ends));
      expect(await site.a.spis()).toHaveLength(count);
      for (const [from, to] of [
        ['10.1.0.1', '10.2.0.1'],
        ['10.1.0.1', '10.12.0.1'],
        ['10.11.0.1', '10.2.0.1'],
        ['10.11.0.1', '10.12.0.1'],
      ]) {
        expect(site.ping(1, from, to)).toBe(1);
      }
    })(),
  );
});

describe('I11, A start-action-start: a change', () => {
  it.each([
    ['of lifetimes', { lifetimes: { child: 1800, ike: 7200 } }],
    ['of how soon silence is noticed', { dpdDelay: 20 }],
  ])('%s leaves the SAs as they are', (_, parts) =>
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      const before = await site.a.spis();
      expect(await site.submit(site.tunnel(parts))).toEqual(applied);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await site.a.spis()).toEqual(before);
    })(),
  );
});

describe('I13, J4, A start-action-start: a change that needs other SAs', () => {
  it.each([
    ['of proposals', { proposals: 'modern' }, [{}, {}]],
    ['of networks', {}, [{}, { subnets: ['10.2.0.0/24', '10.12.0.0/24'] }]],
  ] as const)('%s leaves exactly one IKE_SA, with what is asked for now', (_, parts, ends) =>
    TunnelSite.run(async (site) => {
      site.furnishSecondNetworks();
      await bringUp(site, site.tunnel());
      const before = await site.a.spis();
      expect(await site.submit(site.tunnel(parts, ends))).toEqual(applied);
      await until(
        () => site.a.spis(),
        (spis) => spis.length === 1 && spis[0] !== before[0],
      );
      await until(() => site.a.state, isUp);
      await until(
        async () => (await site.a.host.associations(tunnelName)).length,
        (count) => count === 1,
      );
      expect(site.ping()).toBe(2);
    })(),
  );
});

describe('I16: another shared secret', () => {
  it(
    'lets the tunnel stand, and authenticates the next one',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel());
      const before = await site.a.spis();
      const next = Buffer.from(Array.from({ length: 48 }, (_, place) => (place * 91 + 5) % 256));
      expect(await site.submit(site.pskTunnel({}, next))).toEqual(applied);
      expect(await site.a.spis()).toEqual(before);
      site.a.swanctl('--terminate', '--ike', tunnelName);
      await until(
        () => site.a.spis(),
        (spis) => spis.length === 1 && spis[0] !== before[0],
      );
      expect(site.ping()).toBe(2);
    }),
  );
});

describe('J3: what is asked for again', () => {
  it(
    'loads nothing and touches no SA, also after the agent was restarted',
    TunnelSite.run(async (site) => {
      const data = site.pskTunnel();
      await bringUp(site, data);
      const before = await site.a.spis();
      expect(await site.submit(data)).toEqual(['unchanged', 'unchanged']);
      site.a.restartKeeper();
      expect(await site.submit(data)).toEqual(['unchanged', 'unchanged']);
      expect(site.a.host.writes).toBe(0);
      await until(() => site.a.state, isUp);
      expect(await site.a.spis()).toEqual(before);
    }),
  );
});

describe('J1: a daemon that is killed', () => {
  it.each([
    ['host-a', 'that begins'],
    ['host-b', 'that waits'],
  ] as const)('of %s, the end %s, is back with its tunnels within 5 s', (node, _) =>
    TunnelSite.run(async (site) => {
      const data = site.pskTunnel();
      await bringUp(site, data);
      const gateway = node === 'host-a' ? site.a : site.b;
      const before = await gateway.spis();
      gateway.keep(site, data);
      gateway.daemon.kill();
      await until(
        async () => (await gateway.spis().catch(() => []))[0] ?? before[0],
        (spi) => spi !== before[0],
        5,
      );
      expect(site.ping()).toBe(2);
      await until(
        async () => (await site.a.host.associations(tunnelName)).length,
        (count) => count === 1,
      );
    })(),
  );
});

describe('J1: a daemon that the kernel holds up', () => {
  it(
    'keeps its tunnels though a reading goes without an answer',
    TunnelSite.run(async (site) => {
      const data = site.pskTunnel();
      await bringUp(site, data);
      const { epoch = '' } = site.a.daemon;
      const before = { spis: await site.a.spis(), state: await site.a.host.observe() };
      const pid = Number.parseInt(epoch, 10);
      process.kill(pid, 'SIGSTOP');
      try {
        expect(await site.a.host.observe()).toEqual(before.state);
      } finally {
        process.kill(pid, 'SIGCONT');
      }

      expect(await site.a.host.observe()).toEqual(before.state);
      expect([site.a.daemon.epoch, await site.a.spis()]).toEqual([epoch, before.spis]);
      expect(site.ping()).toBe(2);
    }),
  );
});

describe('J2: what somebody else unloads or ends', () => {
  it(
    'is loaded again within a second',
    TunnelSite.run(async (site) => {
      const data = site.pskTunnel();
      await bringUp(site, data);
      site.a.keep(site, data);
      site.a.swanctl('--load-all', '--file', '/dev/null');
      await until(
        () => site.a.swanctl('--list-conns'),
        (text) => text.includes(tunnelName),
        2,
      );
      expect(site.ping()).toBe(2);
    }),
  );

  it(
    'is begun again',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      const [before] = await site.a.spis();
      site.b.swanctl('--terminate', '--ike', tunnelName);
      const [after] = await until(
        () => site.a.spis(),
        ([spi]) => spi !== undefined && spi !== before,
        2,
      );
      expect(after).not.toBe(before);
    }),
  );
});

describe('A net2net-rekey: new keys while packets travel', () => {
  it(
    'lose none of them',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      const [before] = await site.a.spis();
      site.a.swanctl('--rekey', '--child', 'net');
      expect(site.ping(20)).toBe(20);
      expect((await site.a.spis())[0]).not.toBe(before);
    }),
  );
});

describe('S1: a shared secret', () => {
  it(
    'stands nowhere but in the daemon',
    TunnelSite.run(async (site) => {
      const secret = Buffer.from('planted-secret-0123456789-abcdefghijklmnop');
      await bringUp(site, site.pskTunnel({}, secret));
      const files = readdirSync(site.a.directory, { recursive: true, withFileTypes: true });
      const texts = files
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
      expect(texts.filter((text) => text.includes('planted-secret-01'))).toEqual([]);
      expect(execFileSync('ps', ['-ww', '-eo', 'args'], { encoding: 'utf8' })).not.toContain(
        'planted-secret-01',
      );
    }),
  );

  it(
    'that is weak is refused, and told by no word of it',
    TunnelSite.run(async (site) => {
      const [state] = await site.submit(site.pskTunnel({}, Buffer.from('password1234')));
      expect(state).toMatch(/^rolled-back .*too weak/);
      expect(state).not.toContain('password1234');
    }),
  );
});
