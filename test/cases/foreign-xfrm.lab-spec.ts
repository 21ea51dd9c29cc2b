import { execFileSync } from 'node:child_process';
import { foreignConf, type ForeignTunnel } from './foreign-gateway.js';
import { seenLink } from './seen.js';
import { inKernel, Gateway, TunnelSite, until } from './tunnel-site.js';

/** Away from those of our daemons, with which somebody else's share the hosts. */
const port = 15500;
const key = `0x${'5a'.repeat(36)}`;

/** SAs, policies and an interface that an administrator of the near host has made by hand. */
function makeByHand(): void {
  const ends = ['src', '198.51.100.1', 'dst', '198.51.100.9', 'proto', 'esp'];
  run(
    'xfrm',
    'state',
    'add',
    ...ends,
    ...['spi', '0x1000', 'reqid', '77', 'mode', 'tunnel'],
    ...aead,
  );
  run(
    'xfrm',
    'state',
    'add',
    ...ends,
    ...['spi', '0x1001', 'if_id', '99', 'mode', 'tunnel'],
    ...aead,
  );
  for (const [direction, from, to] of [
    ['out', '10.66.0.0/24', '10.67.0.0/24'],
    ['in', '10.67.0.0/24', '10.66.0.0/24'],
    ['fwd', '10.67.0.0/24', '10.66.0.0/24'],
  ] as const) {
    const template = ['tmpl', ...ends, 'reqid', '77', 'mode', 'tunnel'];
    run('xfrm', 'policy', 'add', 'src', from, 'dst', to, 'dir', direction, ...template);
  }
  run('link', 'add', 'their-xfrm', 'type', 'xfrm', 'dev', 'eth0', 'if_id', '99');
}

const aead = ['aead', 'rfc4106(gcm(aes))', key, '128'] as const;

function run(...args: readonly string[]): string {
  return execFileSync('ip', [...args], { encoding: 'utf8' });
}

/** Every SA and policy of the near host, without what packets change of them. */
function entries(): readonly string[] {
  const states = run('xfrm', 'state').replaceAll(
    /^\s+(anti-replay|seq-hi|lastused).*\n(\s+0x.*\n)*/gm,
    '',
  );
  const policies = run('xfrm', 'policy', 'list', 'nosock');
  return [states, policies]
    .flatMap((text) => text.split(/^(?=src )/m))
    .filter((text) => text !== '');
}

/** A daemon of somebody else's on each host, and a tunnel between their second networks. */
async function withTheirTunnel(site: TunnelSite, work: () => Promise<void>): Promise<void> {
  site.furnishSecondNetworks();
  const options = { userspaceEsp: false, ports: [1500, port] } as const;
  const daemons = [site.a, site.b].map(({ node, ns }) => new Gateway(node, ns, options));
  try {
    for (const [place, gateway] of daemons.entries()) {
      gateway.startDaemon();
      await gateway.daemon.ensureRunning();
      gateway.load(foreignConf({ ...(place === 0 ? nearEnd : farEnd), secret: site.secret }));
      const far = 2 - place;
      gateway.ns.enter(() =>
        run(
          ...`route add 10.1${far}.0.0/24 via 198.51.100.${far} src 10.1${place + 1}.0.1`.split(
            ' ',
          ),
        ),
      );
    }
    daemons[0]?.swanctl('--initiate', '--child', 'theirs');
    expect(site.ping(2, ...theirWay)).toBe(2);
    await work();
  } finally {
    for (const gateway of daemons) gateway.close();
  }
}

const theirWay = ['10.11.0.1', '10.12.0.1'] as const;
const ports = { local_port: port, remote_port: port };
const farEnd: ForeignTunnel = {
  connection: ports,
  child: { local_ts: '10.12.0.0/24', remote_ts: '10.11.0.0/24' },
};
const nearEnd: ForeignTunnel = {
  connection: { ...ports, local_addrs: '198.51.100.1', remote_addrs: '198.51.100.2' },
  local: { id: 'host-a.example' },
  remote: { id: 'gateway.example' },
  child: { local_ts: '10.11.0.0/24', remote_ts: '10.12.0.0/24' },
};

describe('SAs and policies of somebody else, by hand and by a daemon with a tunnel', () => {
  it(
    'stay as they are, and carry every packet, while ours come, change, lose their daemon and go',
    TunnelSite.run(
      (site) =>
        withTheirTunnel(site, async () => {
          makeByHand();
          const theirs = entries();
          expect(theirs).toHaveLength(2 + 3 + 2 + 3);
          const missing = (): readonly string[] =>
            theirs.filter((entry) => !entries().includes(entry));
          const lost = site.pingSteadily(...theirWay);
          const near = (parts: object = {}): object =>
            site.tunnel({ mode: 'xfrm', ...parts }, [{ name: 'ip-wan', source: '10.1.0.1' }, {}]);
          const far = (parts: object = {}): object => site.tunnel({ mode: 'policy', ...parts });
          const isUp = (): Promise<string> =>
            until(
              () => `${site.a.state}, ${site.b.state}`,
              (states) => states === 'up, up',
              60,
            );

          expect(await site.submit(near(), far())).toEqual(['applied', 'applied']);
          await isUp();
          expect(entries().length).toBeGreaterThan(theirs.length);
          expect(missing()).toEqual([]);

          const ours = String(seenLink('ip-wan')?.linkinfo?.info_data?.['if_id']);

          const modern = { proposals: 'modern' };
          expect(await site.submit(near(modern), far(modern))).toEqual(['applied', 'applied']);
          await isUp();
          expect(missing()).toEqual([]);

          const before = await site.a.spis();
          site.a.keep(site, near(modern));
          site.a.daemon.kill();
          await until(
            async () => (await site.a.spis().catch(() => []))[0] ?? before[0],
            (spi) => spi !== before[0],
            60,
          );
          await isUp();
          expect(missing()).toEqual([]);

          site.a.host.onChange(() => undefined);
          expect(await site.submit(undefined)).toEqual(['applied', 'applied']);
          expect(missing()).toEqual([]);
          // What a daemon leaves that is killed ends with its lifetime, in the kernel.
          const others = entries().filter((entry) => !entry.includes(`if_id ${ours}`));
          expect(others.toSorted()).toEqual(theirs.toSorted());
          expect(run('link', 'show', 'their-xfrm')).toContain('their-xfrm');
          expect(await lost()).toBe(0);
        }),
      inKernel,
    ),
    180_000,
  );
});
