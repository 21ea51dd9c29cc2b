import { execFileSync } from 'node:child_process';
import { ip, withNetns, type Netns } from '../kernel/netns.js';
import { foreignConf } from './foreign-gateway.js';
import { applied, waitUp } from './tunnel-proof.js';
import { Gateway, TunnelSite, until } from './tunnel-site.js';

/** Of what reaches the spoke the near end is the hub: 10.1.0.0/24 is its own, 10.3.0.0/24 behind a second tunnel. */
const spokeAddress = '192.0.2.3';
const spokeNetwork = '10.3.0.0/24';

/** A third host whose packets to the hub go by way of the far end, and its daemon, which is somebody else's. */
async function withSpoke(site: TunnelSite, work: (spoke: Gateway) => Promise<void>): Promise<void> {
  await withNetns(async (ns) => {
    furnish(site, ns);
    const spoke = new Gateway('spoke', ns, { userspaceEsp: true });
    try {
      spoke.startDaemon();
      await spoke.daemon.ensureRunning();
      await work(spoke);
    } finally {
      spoke.close();
    }
  });
}

function furnish(site: TunnelSite, ns: Netns): void {
  site.b.ns.enter(() => {
    ip('link', 'add', 'spoke', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', ns.path);
    ip('address', 'add', '192.0.2.1/24', 'dev', 'spoke');
    ip('link', 'set', 'spoke', 'up');
    forward();
  });
  ns.enter(() => {
    ip('link', 'set', 'lo', 'up');
    ip('link', 'set', 'eth0', 'up');
    ip('address', 'add', `${spokeAddress}/24`, 'dev', 'eth0');
    ip('address', 'add', '10.3.0.1/24', 'dev', 'lo');
    ip('route', 'add', '198.51.100.0/24', 'via', '192.0.2.1');
  });
  site.a.ns.enter(() => {
    ip('route', 'add', '192.0.2.0/24', 'via', '198.51.100.2');
    // ESP of the daemon's own wants an address in every network that it calls its own.
    for (const net of ['10.2', '10.3']) ip('address', 'add', `${net}.0.254/32`, 'dev', 'lo');
    forward();
  });
}

function forward(): void {
  execFileSync('sysctl', ['-qw', 'net.ipv4.ip_forward=1']);
}

describe('A net2net-gw: two tunnels that meet in a gateway', () => {
  it(
    'carry packets from the one far network to the other, as ESP all the way',
    TunnelSite.run((site) =>
      withSpoke(site, async (spoke) => {
        const connection = { local_addrs: spokeAddress, remote_addrs: '198.51.100.1' };
        const child = { local_ts: spokeNetwork, remote_ts: '10.1.0.0/24,10.2.0.0/24' };
        spoke.load(
          foreignConf({
            connection,
            child,
            secret: site.secret,
          }),
        );
        const hub = site.pskTunnel({}, site.secret, [
          { subnets: ['10.1.0.0/24', spokeNetwork] },
          {},
        ]);
        const { members, peer, ...parts } = site.toForeign() as {
          readonly members: readonly [object];
          readonly peer: object;
        };
        const second = {
          ...{ name: 'spoke', type: 'ipsec', version: 1 },
          data: {
            ...parts,
            members: [{ ...members[0], subnets: ['10.1.0.0/24', '10.2.0.0/24'] }],
            peer: { ...peer, address: spokeAddress, subnets: [spokeNetwork] },
          },
        };
        const outcomes = [
          await site.a.submit(site, hub, [second]),
          await site.b.submit(site, hub, [second]),
        ];
        expect(outcomes.map((one) => (typeof one === 'string' ? one : one.state))).toEqual(applied);
        await waitUp(site);
        await until(
          () => site.a.host.tunnels.map(({ state }) => state),
          (states) => states.length === 2 && states.every((state) => state === 'up'),
        );
        const lines = await site.captured(async () => {
          expect(site.b.ns.enter(() => site.ping(3, '10.2.0.1', '10.3.0.1'))).toBe(3);
        });
        expect(lines.filter((line) => line.includes('ESP(')).length).toBeGreaterThanOrEqual(12);
        expect(lines.filter((line) => /10\.[23]\.0\.1/.test(line))).toEqual([]);
      }),
    ),
  );
});
