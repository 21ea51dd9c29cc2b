import { execFileSync } from 'node:child_process';
import { seenLink } from './seen.js';
import { inKernel, TunnelSite, until } from './tunnel-site.js';

const isUp = (state: string): boolean => state === 'up';

/** The far end lets its policies catch packets: of the near end's interface it notices nothing. */
async function bringUp(site: TunnelSite, parts: object = {}): Promise<void> {
  const near = site.tunnel({ mode: 'xfrm', ...parts }, [
    { name: 'ip-wan', source: '10.1.0.1' },
    {},
  ]);
  expect(await site.submit(near, site.tunnel({ mode: 'policy', ...parts }))).toEqual([
    'applied',
    'applied',
  ]);
  await until(() => site.a.state, isUp);
  site.b.ns.enter(() => {
    execFileSync('ip', [
      'route',
      'replace',
      '10.1.0.0/24',
      'via',
      '198.51.100.1',
      'src',
      '10.2.0.1',
    ]);
  });
}

describe('I9: a tunnel with an interface of its own', () => {
  it(
    'has one id for interface and SAs, carries packets as ESP only, and leaves nothing',
    TunnelSite.run(async (site) => {
      await bringUp(site);

      expect(seenLink('ip-wan')).toMatchObject({
        mtu: 1400,
        linkinfo: { info_kind: 'xfrm' },
        flags: expect.arrayContaining(['UP']),
      });
      const states = execFileSync('ip', ['xfrm', 'state'], { encoding: 'utf8' });
      const id = /if_id (\S+)/.exec(states)?.[1];
      expect(seenLink('ip-wan')?.linkinfo?.info_data).toMatchObject({ if_id: id });
      const lines = await site.captured(async () => {
        expect(site.ping(3)).toBe(3);
      });
      expect(lines.filter((line) => line.includes('ESP('))).not.toEqual([]);
      expect(lines.filter((line) => line.includes('10.2.0.1'))).toEqual([]);

      expect(await site.submit(undefined)).toEqual(['applied', 'applied']);
      expect(seenLink('ip-wan')).toBeUndefined();
      for (const what of [['state'], ['policy', 'list', 'nosock']]) {
        expect(execFileSync('ip', ['xfrm', ...what], { encoding: 'utf8' })).toBe('');
      }
      expect(execFileSync('ip', ['route', 'show'], { encoding: 'utf8' })).not.toContain('10.2.0.0');
    }, inKernel),
  );
});

describe('D1: packets for the far end', () => {
  it(
    'never leave in the clear, be the tunnel down, its interface gone or a route another one',
    TunnelSite.run(async (site) => {
      await bringUp(site);
      await site.b.submit(site, undefined);
      await until(
        () => site.a.state,
        (state) => state !== 'up',
      );
      const lines = await site.captured(async () => {
        expect(site.ping(1)).toBe(0);
        execFileSync('ip', ['route', 'add', '10.2.0.1/32', 'via', '198.51.100.2']);
        expect(site.ping(1)).toBe(0);
        execFileSync('ip', ['route', 'del', '10.2.0.1/32']);
        execFileSync('ip', ['link', 'del', 'ip-wan']);
        expect(site.ping(1)).toBe(0);
      });
      expect(lines.filter((line) => line.includes('10.2.0.1'))).toEqual([]);
    }, inKernel),
  );
});
