import { execFileSync } from 'node:child_process';
import { pingProbe } from '#apps/agent';
import type { InterfaceName, IpAddress } from '#drivers';
import { proveMtu, type MtuProof } from '#engine';
import { seenLink } from './seen.js';
import { inKernel, TunnelSite, until } from './tunnel-site.js';

const farAddress = '10.2.0.1' as IpAddress;
const near = { name: 'ip-wan', source: '10.1.0.1' };

function tunnel(site: TunnelSite, parts: object): object {
  return site.tunnel({ mode: 'xfrm', ...parts }, [near, {}]);
}

/** Without an interface, the far end takes part in no MTU but that of its answers. */
async function bringUp(site: TunnelSite, parts: object): Promise<void> {
  const far = site.tunnel({ mode: 'policy' });
  expect(await site.submit(tunnel(site, parts), far)).toEqual(['applied', 'applied']);
  await until(
    () => site.a.state,
    (state) => state === 'up',
  );
  site.b.ns.enter(() => {
    execFileSync('ip', [...'route replace 10.1.0.0/24 via 198.51.100.1 src 10.2.0.1'.split(' ')]);
  });
}

async function prove(mtu: number): Promise<MtuProof> {
  const probe = await pingProbe();
  if (probe === undefined) throw new Error('there is no ping');
  const way = (to: IpAddress, bytes: number): Promise<boolean> =>
    probe.passes(to, bytes, 'ip-wan' as InterfaceName);
  return proveMtu({ passes: way }, farAddress, mtu);
}

describe('M10: the MTU of a tunnel', () => {
  it(
    'is the last size that passes: one byte more does not',
    TunnelSite.run(async (site) => {
      await bringUp(site, { mtu: 1280 });

      expect(seenLink('ip-wan')?.mtu).toBe(1280);
      expect(await prove(1280)).toEqual({ computed: 1280, largest: 1280, isProven: true });
    }, inKernel),
  );

  it(
    'is at most what the plan computes, with which the wire carries whole packets only',
    TunnelSite.run(async (site) => {
      const most = 1500 - 20 - 8 - 8 - 8 - 16 - 2;
      expect(await site.a.submit(site, tunnel(site, { mtu: most + 1 }))).toBe('mtu-above-underlay');

      await bringUp(site, { mtu: most });
      const lines = await site.captured(async () => {
        expect(await prove(most)).toEqual({ computed: most, largest: most, isProven: true });
      });
      expect(lines).not.toEqual([]);
      // Of a packet in pieces, all but the first are 'ip-proto-50'.
      expect(lines.filter((line) => !line.includes('ESP('))).toEqual([]);
    }, inKernel),
  );
});
