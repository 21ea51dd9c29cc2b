import { execFileSync } from 'node:child_process';
import { seenLink } from './seen.js';
import { inKernel, TunnelSite, until } from './tunnel-site.js';

const isUp = (state: string): boolean => state === 'up';

/** The far end lets its policies catch packets: of the near end's interface it notices nothing. */
async function bringUp(site: TunnelSite, parts: object = {}, far: object = parts): Promise<void> {
  const near = site.tunnel({ mode: 'xfrm', ...parts }, [
    { name: 'ip-wan', source: '10.1.0.1' },
    {},
  ]);
  expect(await site.submit(near, site.tunnel({ mode: 'policy', ...far }))).toEqual([
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

describe('I9, D net2net-xfrmi: a tunnel with an interface of its own', () => {
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

/** Of both directions, as iproute2 tells them. */
function states(): readonly string[] {
  const told = execFileSync('ip', ['-d', 'xfrm', 'state'], { encoding: 'utf8' });
  return told.split(/^(?=src )/m).filter((text) => text !== '');
}

describe('A net2net-esn: extended sequence numbers', () => {
  const withEsp = (esp: string): object => ({
    proposals: { ike: ['aes256gcm16-prfsha384-ecp384'], esp: [esp] },
  });

  it(
    'are used where one end asks for them and the other one can do both, and the kernel has them',
    TunnelSite.run(async (site) => {
      const near = withEsp('aes256gcm16-ecp384-esn');
      await bringUp(site, near, withEsp('aes256gcm16-ecp384-esn-noesn'));
      for (const { ns } of [site.a, site.b]) {
        const found = ns.enter(states);
        expect(found).toHaveLength(2);
        expect(found.filter((state) => !/flag .*\besn\b/.test(state))).toEqual([]);
      }
      expect(site.ping(3)).toBe(3);
    }, inKernel),
  );
});

describe('I7: the replay window', () => {
  it(
    'is in the kernel what the contract says, and 32 packets where it says nothing',
    TunnelSite.run(async (site) => {
      await bringUp(site, { replayWindow: 128 });
      expect(states().some((state) => /replay[-_]window 128\b/.test(state))).toBe(true);
      expect(site.ping(1)).toBe(1);
      await bringUp(site);
      await until(states, (found) => found.every((state) => !/replay[-_]window 128\b/.test(state)));
      expect(states().some((state) => /replay[-_]window 32\b/.test(state))).toBe(true);
    }, inKernel),
  );
});

describe('D net2net-xfrmi-ike: one child for each pair of networks', () => {
  it(
    'all of which share the one interface of their tunnel',
    TunnelSite.run(async (site) => {
      site.furnishSecondNetworks();
      const ends = [
        { name: 'ip-wan', source: '10.1.0.1', subnets: ['10.1.0.0/24', '10.11.0.0/24'] },
        { subnets: ['10.2.0.0/24', '10.12.0.0/24'] },
      ] as const;
      const near = site.tunnel({ mode: 'xfrm', selectors: 'perPair' }, ends);
      const far = site.tunnel({ mode: 'policy', selectors: 'perPair' }, [
        { subnets: ends[0].subnets },
        ends[1],
      ]);
      expect(await site.submit(near, far)).toEqual(['applied', 'applied']);
      await until(
        () => `${site.a.state}, ${site.b.state}`,
        (told) => told === 'up, up',
      );
      const found = states();
      expect(found).toHaveLength(8);
      expect(new Set(found.map((state) => /if_id (\S+)/.exec(state)?.[1])).size).toBe(1);
      site.b.ns.enter(() => {
        for (const net of ['10.1.0.0/24', '10.11.0.0/24'])
          execFileSync('ip', ['route', 'replace', net, 'via', '198.51.100.1', 'src', '10.2.0.1']);
      });
      const lines = await site.captured(async () => {
        expect(site.ping(1, '10.1.0.1', '10.2.0.1')).toBe(1);
        expect(site.ping(1, '10.11.0.1', '10.12.0.1')).toBe(1);
      });
      expect(lines.filter((line) => !line.includes('ESP('))).toEqual([]);
    }, inKernel),
  );
});

describe('I9: another interface', () => {
  it(
    'takes the place of the former one, and the SAs are those of its own id',
    TunnelSite.run(async (site) => {
      await bringUp(site);
      const near = site.tunnel({ mode: 'xfrm' }, [{ name: 'ip-new', source: '10.1.0.1' }, {}]);
      expect(await site.submit(near, site.tunnel({ mode: 'policy' }))).toEqual([
        'applied',
        'unchanged',
      ]);
      await until(() => site.a.state, isUp);
      expect(seenLink('ip-wan')).toBeUndefined();
      const id = seenLink('ip-new')?.linkinfo?.info_data?.['if_id'];
      await until(states, (found) => found.length === 2);
      expect(states().filter((state) => !state.includes(`if_id ${String(id)}`))).toEqual([]);
      const policies = execFileSync('ip', ['xfrm', 'policy', 'list', 'nosock'], {
        encoding: 'utf8',
      });
      expect(policies.split('if_id').length - 1).toBe(3);
      expect(site.ping(1)).toBe(1);
    }, inKernel),
  );
});
