import type { TunnelMeasures } from '#protocol';
import { ip } from '../kernel/netns.js';
import { contractId, type Gateway, TunnelSite, tunnelName, until } from './tunnel-site.js';

const figures = (gateway: Gateway): TunnelMeasures | undefined => gateway.host.measures()[0];
const carried = (gateway: Gateway): readonly number[] => {
  const counts = figures(gateway)?.counts;
  return [counts?.receivePackets ?? 0, counts?.transmitPackets ?? 0];
};
const hasCarried =
  (packets: number) =>
  (seen: readonly number[]): boolean =>
    seen.every((count) => count === packets);

async function newSas(site: TunnelSite, end: () => void): Promise<void> {
  const [before] = await site.a.spis();
  end();
  await until(
    () => site.a.spis(),
    (spis) => spis.length === 1 && spis[0] !== before,
    60,
  );
  await until(
    () => site.b.spis(),
    (spis) => spis.length === 1,
    60,
  );
}

describe('T11: the figures of a tunnel', () => {
  it(
    'only grow, whatever becomes of its SAs, go on in the next process, and go with the tunnel',
    TunnelSite.run(async (site) => {
      const data = site.tunnel();
      await site.submit(data);
      await until(
        () => site.a.state,
        (state) => state === 'up',
        60,
      );
      expect(site.ping(3)).toBe(3);
      await until(() => carried(site.a), hasCarried(3), 60);
      expect(figures(site.a)).toMatchObject({
        contract: contractId,
        workload: 'wan',
        state: 'up',
        notAfter: {},
      });

      site.a.swanctl('--rekey', '--child', 'net');
      await until(
        () => figures(site.a)?.counts.rekeys.child,
        (count) => count === 1,
        60,
      );
      expect(site.ping(2)).toBe(2);
      await until(() => carried(site.a), hasCarried(5), 60);

      await newSas(site, () => site.a.swanctl('--terminate', '--ike', tunnelName));
      expect(site.ping(4)).toBe(4);
      await until(() => carried(site.a), hasCarried(9), 60);
      const before = figures(site.a);
      expect(before?.counts.establishments).toBeGreaterThanOrEqual(2);

      site.a.restartKeeper();
      await site.submit(data);
      await until(
        () => site.a.state,
        (state) => state === 'up',
        60,
      );
      expect(site.ping(1)).toBe(1);
      await until(() => carried(site.a), hasCarried(10), 60);
      const after = figures(site.a);
      expect(after?.counts.establishments).toBe(before?.counts.establishments);
      const apart =
        Date.parse(after?.establishedAt ?? '') - Date.parse(before?.establishedAt ?? '');
      expect(Math.abs(apart)).toBeLessThan(60_000);

      await site.submit(undefined);
      expect(site.a.host.measures()).toEqual([]);
    }),
  );

  it(
    'tell why nothing is carried, and what was sent again',
    TunnelSite.run(async (site) => {
      site.b.ns.enter(() => ip('link', 'set', 'eth0', 'down'));
      await site.submit(site.tunnel());
      const counts = await until(
        () => figures(site.a)?.counts,
        (seen) => (seen?.failures['peer-silent'] ?? 0) > 0,
        60,
      );
      expect(counts?.retransmits).toBeGreaterThan(0);
      expect(figures(site.a)).toMatchObject({ state: 'down' });
      expect(figures(site.a)).not.toHaveProperty('establishedAt');
    }),
  );
});
