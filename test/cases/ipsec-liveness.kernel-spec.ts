import { ip } from '../kernel/netns.js';
import { TunnelSite, until } from './tunnel-site.js';
import { applied, bringUp, expectTunnel, isUp, waitUp } from './tunnel-proof.js';

/** Peers that fall silent and come back, and settings that reach the daemon or don't. */

const cable = (site: TunnelSite, state: 'up' | 'down'): void => {
  site.b.ns.enter(() => {
    ip('link', 'set', 'eth0', state);
    if (state === 'up') ip('address', 'replace', '2001:db8::2/64', 'dev', 'eth0', 'nodad');
  });
};

describe('I8, B dpd-restart, B dpd-clear: a peer that falls silent', () => {
  it(
    'is noticed, told, forgotten by the end that waits, and back by itself when it answers again',
    TunnelSite.run(
      async (site) => {
        await bringUp(site, site.tunnel({ dpdDelay: 1 }));
        const [before] = await site.a.spis();
        cable(site, 'down');
        // A second of silence, the question, and two times that it is repeated: 1 + 1 + 1.5 + 2.25 s, each a fifth more or less.
        await until(
          () => site.a.state,
          (state) => state === 'down peer-silent',
        );
        expect(site.a.health.at(-1)).toMatchObject({ state: 'down', reason: 'peer-silent' });
        expect(site.ping(1)).toBe(0);
        await until(
          () => site.b.spis(),
          (spis) => spis.length === 0,
        );
        cable(site, 'up');
        await waitUp(site, 30);
        expect(await site.a.spis()).not.toEqual([before]);
        await expectTunnel(site);
      },
      { isImpatient: true },
    ),
  );
});

describe('I14: a change while a tunnel is being set up', () => {
  it(
    'that comes 20 times does not keep it from coming up',
    TunnelSite.run(async (site) => {
      cable(site, 'down');
      const attempts = new Set<string | undefined>();
      for (let step = 0; step < 20; step += 1) {
        const data = site.tunnel({ lifetimes: { child: 1_800 + step } });
        expect(await site.a.submit(site, data)).toMatchObject({ state: 'applied' });
        const [attempt] = await until(
          () => site.a.host.associations(site.name),
          (found) => found.length === 1,
        );
        attempts.add(attempt?.uniqueId);
      }
      expect(attempts.size).toBe(1);
      const data = site.tunnel({ lifetimes: { child: 1_819 } });
      expect(await site.b.submit(site, data)).toMatchObject({ state: 'applied' });
      cable(site, 'up');
      await waitUp(site, 30);
      expect(await site.a.host.associations(site.name)).toHaveLength(1);
    }),
  );
});

describe('I20: a tunnel that is disabled', () => {
  it(
    'carries nothing and leaves nothing in the daemons, and is up again when it is enabled',
    TunnelSite.run(async (site) => {
      const data = site.tunnel();
      await bringUp(site, data);
      expect(await site.submit({ ...data, enabled: false })).toEqual(applied);
      expect(site.ping(1)).toBe(0);
      for (const gateway of [site.a, site.b]) {
        expect(gateway.swanctl('--list-sas')).toBe('');
        expect(gateway.swanctl('--list-conns')).toBe('');
      }
      await bringUp(site, data);
      await expectTunnel(site);
    }),
  );
});

describe('I7: what a daemon is told', () => {
  it(
    'of lifetimes, by seconds, bytes and packets, and of silence is what the contract says',
    TunnelSite.run(async (site) => {
      const lifetimes = { ike: 7_200, child: 1_800, bytes: 1_000_000, packets: 10_000 };
      expect(await site.submit(site.tunnel({ lifetimes, dpdDelay: 20 }))).toEqual(applied);
      for (const gateway of [site.a, site.b]) {
        const told = gateway.swanctl('--list-conns', '--raw');
        expect(told).toContain('rekey_time=7200');
        expect(told).toContain('dpd_delay=20');
        expect(told).toContain('rekey_time=1800 rekey_bytes=1000000 rekey_packets=10000');
      }
    }),
  );

  it(
    'nothing of what the contract leaves out, or takes back',
    TunnelSite.run(async (site) => {
      const lifetimes = { bytes: 1_000_000, packets: 10_000 };
      expect(await site.submit(site.tunnel({ lifetimes, dpdDelay: 20 }))).toEqual(applied);
      expect(await site.submit(site.tunnel({ dpdDelay: 0 }))).toEqual(applied);
      const told = site.a.swanctl('--list-conns', '--raw');
      expect(told).not.toMatch(/rekey_bytes=[1-9]|rekey_packets=[1-9]|dpd_delay/);
    }),
  );
});

describe('I25: one contract for both ends', () => {
  it(
    'has both daemons told the same, mirrored where it has sides',
    TunnelSite.run(async (site) => {
      const lifetimes = { ike: 7_200, child: 1_800 };
      const parts = { lifetimes, dpdDelay: 20, replayWindow: 128, udpEncapsulation: true };
      expect(await site.submit(site.tunnel(parts))).toEqual(applied);
      await waitUp(site);
      const [near = '', far = ''] = [site.a, site.b].map((one) =>
        one.swanctl('--list-conns', '--raw'),
      );
      for (const told of [near, far]) {
        expect(told).toContain('rekey_time=7200');
        expect(told).toContain('dpd_delay=20');
        expect(told).toContain('rekey_time=1800');
      }
      expect(near).toContain('local-ts=[10.1.0.0/24] remote-ts=[10.2.0.0/24]');
      expect(far).toContain('local-ts=[10.2.0.0/24] remote-ts=[10.1.0.0/24]');
      await expectTunnel(site, { both: ['encap=yes'] });
    }),
  );

  it(
    'is refused for both where it does not fit one of them, and neither is told anything',
    TunnelSite.run(async (site) => {
      const data = site.tunnel({}, [{}, { local: '198.51.100.99' }]);
      const [near, far] = await site.submit(data);
      expect(near).not.toMatch(/applied/);
      expect(far).toBe(near);
      for (const gateway of [site.a, site.b]) expect(gateway.swanctl('--list-conns')).toBe('');
    }),
  );
});

describe('I23: a tunnel whose own address comes late', () => {
  it(
    'says so, and is up by itself once the host has it',
    TunnelSite.run(async (site) => {
      ip('address', 'del', '198.51.100.1/24', 'dev', 'eth0');
      expect(await site.submit(site.tunnel())).toEqual(applied);
      await until(
        () => site.a.state,
        (state) => state === 'down address-missing',
        30,
      );
      ip('address', 'add', '198.51.100.1/24', 'dev', 'eth0');
      await waitUp(site, 30);
      await expectTunnel(site);
    }),
  );
});

describe('B reauth-mbb: both ends prove themselves anew', () => {
  it(
    'while packets travel, of which each change loses one at most',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel({ lifetimes: { reauthenticate: 4 } }));
      const lost = site.pingSteadily();
      await until(
        async () => (await site.a.host.associations(site.name)).map((one) => Number(one.uniqueId)),
        (ids) => ids.length === 1 && ids.every((id) => id > 2),
        40,
      );
      expect(site.b.log).not.toMatch(/] reauthenticating IKE_SA/);
      // One that the far end sends by the former keys just when the near one drops them.
      expect(await lost()).toBeLessThanOrEqual(2);
      await until(() => site.a.state, isUp);
    }),
  );
});

describe('B dynamic-initiator: the same peer from another address', () => {
  it(
    'takes the place of its former self',
    TunnelSite.run(async (site) => {
      const parts = { publicKey: site.publicKeyOf('host-a'), id: site.idOf('host-a') };
      await bringUp(site, site.tunnel(), site.foreign({ ...parts, address: undefined }));
      ip('address', 'add', '198.51.100.11/24', 'dev', 'eth0');
      const moved = site.tunnel({}, [{ local: '198.51.100.11' }, {}]);
      expect(await site.a.submit(site, moved)).toMatchObject({ state: 'applied' });
      const found = await until(
        () => site.b.host.associations(site.name),
        (all) => all.length === 1 && all[0]?.remoteHost === '198.51.100.11',
      );
      expect(found).toHaveLength(1);
      await waitUp(site);
      // The former SAs may be on their way out.
      await until(
        () => site.ping(),
        (received) => received === 2,
      );
    }),
  );
});
