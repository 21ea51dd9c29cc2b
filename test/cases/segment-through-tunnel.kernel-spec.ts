import { ip } from '../kernel/netns.js';
import {
  carrier,
  furnishFarEnd,
  overIpv4,
  proveSegment,
  segment,
} from './segment-through-tunnel.js';
import { seenLink } from './seen.js';
import { TunnelSite, until } from './tunnel-site.js';

describe('M10: a segment through a tunnel whose ESP is the daemon’s own', () => {
  it(
    'carries packets of 1350 bytes, as ESP only, and not one byte more',
    TunnelSite.run(
      async (site) => {
        ip('address', 'add', `${overIpv4.near}/32`, 'dev', 'lo');
        furnishFarEnd(site, overIpv4, 1350);
        const tunnel = carrier(site, overIpv4, { mode: 'policy' });
        expect(await site.b.submit(site, tunnel)).toMatchObject({ state: 'applied' });
        expect(await site.a.submit(site, tunnel, [segment])).toMatchObject({ state: 'applied' });
        await until(
          () => site.a.state,
          (state) => state === 'up',
          60,
        );
        expect(seenLink('vx-seg')?.mtu).toBe(1350);
        const lines = await site.captured(async () => {
          expect(await proveSegment(1350)).toEqual({
            computed: 1350,
            largest: 1350,
            isProven: true,
          });
        });
        expect(lines.filter((line) => line.includes('ESP('))).not.toEqual([]);
        expect(lines.filter((line) => line.includes('VXLAN'))).toEqual([]);
      },
      { hasLinks: true },
    ),
  );
});
