import { TunnelSite, until } from './tunnel-site.js';

const isUp = (state: string): boolean => state === 'up';

describe('I1: a tunnel with a shared secret', () => {
  it(
    'is up within 10 s, carries packets as ESP only, and leaves nothing when it is withdrawn',
    TunnelSite.run(async (site) => {
      expect(await site.submit(site.pskTunnel())).toEqual(['applied', 'applied']);
      await until(() => site.a.state, isUp, 10);
      await until(() => site.b.state, isUp);
      const lines = await site.captured(async () => {
        expect(site.ping()).toBe(2);
      });
      expect(lines.filter((line) => line.includes('ESP('))).not.toEqual([]);
      expect(lines.filter((line) => line.includes('10.2.0.1'))).toEqual([]);

      expect(await site.submit(undefined)).toEqual(['applied', 'applied']);
      for (const gateway of [site.a, site.b]) {
        expect(gateway.swanctl('--list-sas')).toBe('');
        expect(gateway.swanctl('--list-conns')).toBe('');
        expect(gateway.swanctl('--list-pols')).toBe('');
      }
    }),
  );
});
