import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pingProbe } from '#apps/agent';
import {
  mssClampTable,
  type InterfaceName,
  type IpAddress,
  type NftResource,
  type Resource,
} from '#drivers';
import { carryOut, CompositeHost, proveMtu } from '#engine';
import { KernelHost } from '#netlink';
import { NftHost } from '#nft';
import { address, flood, vxlan } from '../../libs/engine/test/resources.js';
import { inNewNetns, ip, withNetns, type Netns } from '../kernel/netns.js';

const contract = 'A'.repeat(26);
const owner = { contract, workload: 'segment' };
const link = 'vx-lan' as InterfaceName;
const far = '203.0.113.2' as IpAddress;
const far6 = '2001:db8:c::2' as IpAddress;

function segment(mtu: number): readonly Resource[] {
  const vx = vxlan(link, 7, {
    owner,
    mtu,
    ipv6: true,
    vxlan: { underlay: 'up0' as InterfaceName },
  });
  return [
    vx,
    flood(link, '198.51.100.2', owner),
    address(link, '203.0.113.1/24', owner),
    address(link, '2001:db8:c::1/64', owner),
  ];
}

const clamp: NftResource = mssClampTable({ link, mtu: 1450, family: 'inet' }, owner);

interface Scene {
  readonly bring: (...wanted: readonly Resource[]) => Promise<string>;
  readonly client: Netns;
  readonly peer: Netns;
}

/** A client behind the host, which routes into a segment whose other end stands in a namespace of its own. */
function onRouter(test: (scene: Scene) => Promise<void>): () => Promise<void> {
  return () =>
    inNewNetns(() =>
      withNetns((peer) =>
        withNetns(async (client) => {
          wire(peer, client);
          const nft = await NftHost.open();
          if (nft === undefined) throw new Error('this machine has no nft');
          const kernel = await KernelHost.open();
          const watched = Object.assign(kernel, { onChange: () => () => undefined });
          const all = new CompositeHost(watched, [nft]);
          const bring = async (...resources: readonly Resource[]): Promise<string> => {
            const wanted = resources.map((resource) => ({ resource, path: '' }));
            const change = { contract, wanted, previous: [] };
            return (await carryOut(all, change, await all.observe())).state;
          };
          try {
            await test({ bring, client, peer });
          } finally {
            all.close();
          }
        }),
      ),
    );
}

function wire(peer: Netns, client: Netns): void {
  ip('link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'far0', 'netns', peer.path);
  ip('link', 'add', 'in0', 'type', 'veth', 'peer', 'name', 'c0', 'netns', client.path);
  ip('link', 'set', 'lo', 'up');
  addressed('up0', '198.51.100.1/24');
  addressed('in0', '192.0.2.1/24', '2001:db8:a::1/64');
  execFileSync('sysctl', ['-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1']);
  peer.enter(() => {
    addressed('far0', '198.51.100.2/24');
    const remote = [
      'id',
      '7',
      'remote',
      '198.51.100.1',
      'local',
      '198.51.100.2',
      'dstport',
      '4789',
    ];
    ip('link', 'add', 'vx', 'mtu', '1450', 'type', 'vxlan', ...remote);
    addressed('vx', `${far}/24`, `${far6}/64`);
    ip('route', 'add', '192.0.2.0/24', 'via', '203.0.113.1', 'advmss', '1460');
    ip('route', 'add', '2001:db8:a::/64', 'via', '2001:db8:c::1', 'advmss', '1440');
  });
  client.enter(() => {
    ip('link', 'set', 'lo', 'up');
    addressed('c0', '192.0.2.2/24', '2001:db8:a::2/64');
    ip('route', 'add', 'default', 'via', '192.0.2.1');
    ip('route', 'add', 'default', 'via', '2001:db8:a::1');
  });
}

function addressed(name: string, ...addresses: readonly string[]): void {
  ip('link', 'set', name, 'up');
  for (const text of addresses) {
    ip('address', 'add', text, 'dev', name, ...(text.includes(':') ? ['nodad'] : []));
  }
}

function ping(...args: readonly string[]): string {
  try {
    return execFileSync('ping', ['-n', '-c', '5', '-i', '0.3', '-W', '1', '-M', 'do', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (cause) {
    return String((cause as { readonly stdout?: string }).stdout);
  }
}

describe('M11: the MTU of a segment', () => {
  it(
    'is proven from end to end in both families',
    onRouter(async ({ bring }) => {
      expect(await bring(...segment(1450))).toBe('applied');
      const probe = await pingProbe();
      if (probe === undefined) throw new Error('this machine has no ping');
      for (const to of [far, far6]) {
        expect(await proveMtu(probe, to, 1450)).toMatchObject({ largest: 1450, isProven: true });
        expect(await proveMtu(probe, to, 1460)).toMatchObject({ largest: 1450, isProven: false });
      }
    }),
  );

  it(
    'reaches the sender behind the host as a usable word',
    onRouter(async ({ bring, client }) => {
      await bring(...segment(1450));
      client.enter(() => {
        expect(ping('-s', '1422', far)).toMatch(/, [1-5] received/);
        expect(ping('-s', '1423', far)).toMatch(/mtu = 1450/);
        expect(ping('-6', '-s', '1402', far6)).toMatch(/, [1-5] received/);
        expect(ping('-6', '-s', '1403', far6)).toMatch(/mtu=1450/);
        const [learnt] = ip('route', 'get', far) as readonly { metrics?: readonly object[] }[];
        expect(learnt?.metrics).toMatchObject([{ mtu: 1450 }]);
      });
    }),
  );
});

describe('the clamp of segment sizes', () => {
  it.each([
    ['IPv4', far, 1410],
    ['IPv6', far6, 1390],
  ])('lowers that of connections through the segment: %s', (_family, to, size) =>
    onRouter(async ({ bring, client, peer }) => {
      const server = peer.enter(() => spawn(process.execPath, ['-e', serverProgram]));
      try {
        await once(server.stdout, 'data');
        await bring(...segment(1450));
        expect(negotiated(client, to)).toBeGreaterThan(size);
        await bring(...segment(1450), clamp);
        expect(negotiated(client, to)).toBe(size);
        await bring(...segment(1450));
        expect(negotiated(client, to)).toBeGreaterThan(size);
      } finally {
        server.kill();
      }
    })(),
  );
});

const serverProgram = `require('node:net').createServer().listen(5001, '::', () => console.log('here'))`;
const clientProgram = `
  const socket = require('node:net').connect({ host: process.argv[1], port: 5001 }, () => {
    const seen = require('node:child_process').execFileSync('ss', ['-tnHi', 'dport', '=', '5001']);
    process.stdout.write(seen);
    process.exit(0);
  });`;

/** Bytes of the segments that the client may send, with the 12 bytes of the time stamp that each of them has. */
function negotiated(client: Netns, to: string): number {
  const seen = client.enter(() =>
    execFileSync(process.execPath, ['-e', clientProgram, to], { encoding: 'utf8' }),
  );
  return Number(/ mss:(\d+)/.exec(seen)?.[1]) + 12;
}
