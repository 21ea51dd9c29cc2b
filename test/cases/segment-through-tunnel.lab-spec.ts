import { execFileSync } from 'node:child_process';
import { ip } from '../kernel/netns.js';
import {
  carrier,
  furnishFarEnd,
  overIpv4,
  overIpv6,
  proveSegment,
  segment,
  takesMtu,
  type SegmentEnds,
} from './segment-through-tunnel.js';
import { seenLink } from './seen.js';
import { inKernel, TunnelSite, until } from './tunnel-site.js';

async function bringUp(
  site: TunnelSite,
  ends: SegmentEnds,
  parts: { readonly mtu?: number } = {},
): Promise<void> {
  const far = carrier(site, ends, { mode: 'policy' });
  expect(await site.b.submit(site, far)).toMatchObject({ state: 'applied' });
  const near = carrier(site, ends, { mode: 'xfrm', ...parts });
  expect(await site.a.submit(site, near, [segment])).toMatchObject({ state: 'applied' });
  await until(
    () => site.a.state,
    (state) => state === 'up',
    60,
  );
  // Only now: what is sent before there are policies is plain, and may still wait for the router's address.
  site.b.ns.enter(() => {
    const router = ends.bits === 32 ? '198.51.100.1' : '2001:db8::1';
    ip('route', 'add', `${ends.near}/${ends.bits}`, 'via', router, 'src', ends.far);
  });
}

describe('M10: a segment through a tunnel', () => {
  it.each([
    ['IPv4', overIpv4, 1350],
    ['IPv6', overIpv6, 1330],
  ])(
    'over %s has an MTU that passes, and of which the kernel takes not one byte more',
    (_, ends, mtu) =>
      TunnelSite.run(async (site) => {
        furnishFarEnd(site, ends, mtu);
        await bringUp(site, ends);

        expect(seenLink('ip-wan')?.mtu).toBe(1400);
        expect(seenLink('vx-seg')).toMatchObject({
          mtu,
          linkinfo: { info_data: { link: 'ip-wan' } },
        });
        const lines = await site.captured(async () => {
          expect(await proveSegment(mtu)).toEqual({ computed: mtu, largest: mtu, isProven: true });
        });
        expect(takesMtu(mtu + 1)).toBe(false);
        expect(lines).not.toEqual([]);
        expect(lines.filter((line) => !line.includes('ESP('))).toEqual([]);

        expect(await site.a.submit(site, undefined)).toMatchObject({ state: 'applied' });
        for (const name of ['vx-seg', 'ip-wan']) expect(seenLink(name)).toBeUndefined();
        expect(execFileSync('ip', ['xfrm', 'state'], { encoding: 'utf8' })).toBe('');
      }, inKernel)(),
  );

  it(
    'in the largest tunnel fills the wire with whole packets',
    TunnelSite.run(async (site) => {
      const tunnelMtu = 1500 - 20 - 8 - 8 - 8 - 16 - 2;
      const mtu = tunnelMtu - 50;
      furnishFarEnd(site, overIpv4, mtu);
      await bringUp(site, overIpv4, { mtu: tunnelMtu });
      const lines = await site.captured(async () => {
        expect(await proveSegment(mtu)).toEqual({ computed: mtu, largest: mtu, isProven: true });
      });
      expect(takesMtu(mtu + 1)).toBe(false);
      // Of a packet in pieces, all but the first are 'ip-proto-50'.
      expect(lines.filter((line) => !line.includes('ESP('))).toEqual([]);
    }, inKernel),
  );
});
