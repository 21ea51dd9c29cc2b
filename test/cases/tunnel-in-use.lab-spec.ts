import { execFileSync } from 'node:child_process';
import { inKernel, TunnelSite, until } from './tunnel-site.js';

/** Another tunnel of the same contract, between the second networks. By its ids the waiting end tells the two apart. */
function second(parts: object): object {
  const members = ['host-a', 'host-b'].map((node, place) => ({
    ...{ node, id: `second.${node}.example`, underlay: 'eth0' },
    subnets: [`10.1${place + 1}.0.0/24`],
  }));
  return { name: 'second', type: 'ipsec', version: 1, data: { mode: 'policy', members, ...parts } };
}

describe('a tunnel by ESP of the kernel, under a continuous ping', () => {
  it(
    'loses no packet while another one comes, changes and goes, its keepers are restarted, and new keys are made',
    TunnelSite.run(async (site) => {
      site.furnishSecondNetworks();
      const near = site.tunnel({ mode: 'xfrm' }, [{ name: 'ip-wan', source: '10.1.0.1' }, {}]);
      const far = site.tunnel({ mode: 'policy' });
      const submit = async (...others: readonly object[]): Promise<void> => {
        for (const [gateway, data] of [
          [site.a, near],
          [site.b, far],
        ] as const)
          expect(await gateway.submit(site, data, others)).toMatchObject({ state: 'applied' });
      };
      const allUp = (count: number): Promise<readonly string[]> =>
        until(
          () =>
            [site.a, site.b].flatMap(({ host }) =>
              host.tunnels.map(({ state, reason = '' }) => state + reason),
            ),
          (states) => states.length === 2 * count && states.every((state) => state === 'up'),
          60,
        );
      await submit();
      await allUp(1);
      site.b.ns.enter(() =>
        execFileSync('ip', 'route add 10.1.0.0/24 via 198.51.100.1 src 10.2.0.1'.split(' ')),
      );
      expect(site.ping()).toBe(2);

      const lost = site.pingSteadily();
      await submit(second({}));
      await allUp(2);
      await submit(second({ proposals: 'modern' }));
      await allUp(2);
      await submit();
      for (const gateway of [site.a, site.b]) gateway.restartKeeper();
      await allUp(1);
      for (let count = 0; count < 10; count += 1) {
        const before = await site.a.spis();
        site.a.swanctl('--rekey', '--child', 'net');
        await until(
          () => site.a.spis(),
          (spis) => spis.some((spi) => !before.includes(spi)),
          60,
        );
      }
      expect(site.ping()).toBe(2);
      expect(await lost()).toBe(0);
    }, inKernel),
    180_000,
  );
});
