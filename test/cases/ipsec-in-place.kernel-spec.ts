import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pinged } from './pinged.js';
import { TunnelSite, tunnelName, until } from './tunnel-site.js';

const isUp = (state: string): boolean => state === 'up';
const applied = ['applied', 'applied'];

async function bringUp(site: TunnelSite, data: object): Promise<void> {
  expect(await site.submit(data)).toEqual(applied);
  await until(() => site.a.state, isUp, 30);
  await until(() => site.b.state, isUp, 30);
}

describe('I13: a change that needs other SAs, under a continuous ping', () => {
  it.each([
    ['of proposals', { proposals: 'modern' }, [{}, {}]],
    [
      'of ESP alone',
      { proposals: { ike: ['aes256gcm16-prfsha384-ecp384'], esp: ['aes128gcm16-ecp384'] } },
      [{}, {}],
    ],
    ['of networks', {}, [{}, { subnets: ['10.2.0.0/24', '10.12.0.0/24'] }]],
  ] as const)('%s makes the new ones before the former ones go', (_, parts, ends) =>
    TunnelSite.run(async (site) => {
      site.furnishSecondNetworks();
      await bringUp(site, site.tunnel());
      const [before] = await site.a.spis();
      const counted = await pinged(async () => {
        expect(await site.submit(site.tunnel(parts, ends))).toEqual(applied);
        // While the former ones carry on, they are told to be just these.
        await until(
          async () => (await site.a.spis()).length,
          (count) => count > 0,
          30,
        );
        await until(
          () => site.a.spis(),
          (spis) => spis.length === 1 && spis[0] !== before,
          40,
        );
        await until(() => site.a.state, isUp, 30);
      });
      expect(counted.sent).toBeGreaterThan(10);
      // Between the moment at which the far end sends by the new keys and that at which the near one has them.
      expect(counted.sent - counted.received).toBeLessThanOrEqual(2);
      await until(
        async () => (await site.a.host.associations(tunnelName)).length,
        (count) => count === 1,
        30,
      );
      await until(() => site.b.state, isUp, 30);
    })(),
  );
});

describe('I15: fifty forced rekeyings under a continuous ping', () => {
  it(
    'of both ends at once too, lose nothing, and one pair of SAs remains',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      const counted = await pinged(async () => {
        for (let count = 0; count < 25; count += 1) {
          const [before] = await site.a.spis();
          site.a.swanctl('--rekey', '--child', 'net');
          site.b.swanctl('--rekey', '--child', 'net');
          await until(
            () => site.a.spis(),
            (spis) => spis.length === 1 && spis[0] !== before,
            30,
          );
        }
      });
      expect(counted.received).toBe(counted.sent);
      await until(
        async () => [await site.a.spis(), await site.b.spis()].map(({ length }) => length).join(),
        (lengths) => lengths === '1,1',
        30,
      );
    }),
    180_000,
  );
});

describe('J3: while tunnels carry packets', () => {
  it(
    'an agent that is restarted and a contract that is applied again take none away',
    TunnelSite.run(async (site) => {
      const data = site.pskTunnel();
      await bringUp(site, data);
      const counted = await pinged(async () => {
        for (let count = 0; count < 3; count += 1) {
          site.a.restartKeeper();
          expect(await site.submit(data)).toEqual(['unchanged', 'unchanged']);
          await until(() => site.a.state, isUp, 30);
        }
        expect(await site.submit(site.pskTunnel({ dpdDelay: 20 }))).toEqual(applied);
      });
      expect(counted.received).toBe(counted.sent);
    }),
  );
});

describe('J6: another shared secret, under a continuous ping', () => {
  it(
    'is told to one end and then to the other, proves both in the next IKE_SA, and loses a packet at most',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel());
      const former = await site.a.host.associations(tunnelName);
      const next = Buffer.from(Array.from({ length: 48 }, (_, place) => (place * 91 + 5) % 256));
      const counted = await pinged(async () => {
        expect(await site.submit(site.pskTunnel({}, next))).toEqual(applied);
        site.a.swanctl('--rekey', '--ike', tunnelName, '--reauth');
        await until(
          async () => (await site.a.host.associations(tunnelName)).map(({ uniqueId }) => uniqueId),
          (ids) => ids.length === 1 && ids[0] !== former[0]?.uniqueId,
          60,
        );
        await until(() => site.a.state, isUp, 30);
      });
      expect(counted.sent - counted.received).toBeLessThanOrEqual(1);
    }),
  );
});

describe('J10: hundreds of interfaces that go while a tunnel is given new keys', () => {
  const group = '77';
  const links = 400;

  it(
    'take neither a packet nor the word that it is up',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      const lines = Array.from(
        { length: links },
        (_, place) => `link add br-bulk${place} group ${group} type bridge`,
      );
      execFileSync('ip', ['-batch', '-'], { input: lines.join('\n') });
      const told = site.a.health.length;
      const [before] = await site.a.spis();
      const counted = await pinged(async () => {
        const gone = once(spawn('ip', ['link', 'del', 'group', group]), 'exit');
        site.a.swanctl('--rekey', '--child', 'net');
        await until(
          () => site.a.spis(),
          (spis) => spis.length === 1 && spis[0] !== before,
          60,
        );
        expect(await gone).toEqual([0, null]);
      });
      expect(counted.received).toBe(counted.sent);
      expect(site.a.health.slice(told).filter(({ state }) => !isUp(state))).toEqual([]);
    }),
  );
});

describe('J9: an agent that is restarted while former settings carry packets', () => {
  it(
    'does not take them for those that are asked for, and ends them in time',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      // The far end is not told, so that the new ones can't stand.
      expect((await site.submit(site.tunnel({ proposals: 'modern' }), site.tunnel()))[0]).toBe(
        'applied',
      );
      site.a.restartKeeper();
      await until(
        () => site.a.state,
        (state) => state.startsWith('degraded'),
        20,
      );
      expect(await site.a.spis()).toHaveLength(1);
      await until(
        () => site.a.spis(),
        (spis) => spis.length === 0,
        50,
      );
      expect(site.a.state).toMatch(/^(down|negotiating)/);
    }),
    120_000,
  );
});
