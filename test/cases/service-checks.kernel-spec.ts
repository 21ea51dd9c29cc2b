import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { hostCheckTools } from '#apps/agent';
import type { Check, NodeId } from '#contract';
import type { InterfaceName, Resource } from '#drivers';
import { carryOut, carryOutCheck, checkScenes } from '#engine';
import { KernelHost } from '#netlink';
import { address, flood, vxlan } from '../../libs/engine/test/resources.js';
import { bridge, inNewNetns, ip, withNetns, type Netns } from '../kernel/netns.js';
import { seenLink } from './seen.js';
import { until } from './tunnel-site.js';

const contract = 'A'.repeat(26);
const owner = { contract, workload: 'segment' };
const link = 'vx-lan' as InterfaceName;
const common = { workload: 'segment' };
const checks = [
  { ...common, name: 'cable', kind: 'carrier' },
  { ...common, name: 'far', kind: 'neighbour', address: '203.0.113.2' },
  { ...common, name: 'far6', kind: 'neighbour', address: '2001:db8:c::2' },
  { ...common, name: 'size', kind: 'pathMtu', address: '203.0.113.2' },
  { ...common, name: 'too-small', kind: 'pathMtu', address: '203.0.113.2', mtu: 1400 },
  { ...common, name: 'end', kind: 'forwarding', vtep: '198.51.100.2' },
  { ...common, name: 'no-end', kind: 'forwarding', vtep: '198.51.100.3' },
  { ...common, name: 'own-end', kind: 'forwarding', vtep: '198.51.100.1' },
  { ...common, name: 'self', kind: 'neighbour', address: '203.0.113.1' },
] as unknown as readonly Check[];

const segment: readonly Resource[] = [
  vxlan(link, 7, {
    owner,
    mtu: 1450,
    ipv6: true,
    vxlan: { underlay: 'up0' as InterfaceName },
  }),
  flood(link, '198.51.100.2', owner),
  address(link, '203.0.113.1/24', owner),
  address(link, '2001:db8:c::1/64', owner),
];
const wanted = segment.map((resource) => ({ resource, path: '' }));

/** Two hosts on one cable, the segment on both; the other one is set up by `ip`. */
function onTwoHosts(
  test: (
    far: Netns,
    found: (asked?: readonly Check[]) => Promise<readonly string[]>,
  ) => Promise<void>,
): () => Promise<void> {
  return () =>
    inNewNetns(() =>
      withNetns(async (far) => {
        wire(far);
        const host = await KernelHost.open();
        try {
          const change = { contract, wanted, previous: [] };
          expect((await carryOut(host, change, await host.observe())).state).toBe('applied');
          await test(far, (asked) => findings(host, asked));
        } finally {
          host.close();
        }
      }),
    );
}

async function findings(
  host: KernelHost,
  asked = checks,
  resources = wanted,
): Promise<readonly string[]> {
  const tools = await hostCheckTools();
  const state = await host.observe();
  const found: string[] = [];
  for (const scene of checkScenes(asked, 'host-a' as NodeId, resources)) {
    const result = await carryOutCheck(scene, state, tools);
    if (result !== undefined) found.push(`${result.name} ${result.reason}`);
  }
  return found;
}

function wire(far: Netns): void {
  ip('link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'far0', 'netns', far.path);
  ip('link', 'set', 'lo', 'up');
  ip('link', 'set', 'up0', 'up');
  ip('address', 'add', '198.51.100.1/24', 'dev', 'up0');
  far.enter(() => {
    ip('link', 'set', 'far0', 'up');
    ip('address', 'add', '198.51.100.2/24', 'dev', 'far0');
    const ends = ['remote', '198.51.100.1', 'local', '198.51.100.2', 'dstport', '4789'];
    ip('link', 'add', 'vx', 'mtu', '1450', 'type', 'vxlan', 'id', '7', ...ends);
    ip('link', 'set', 'vx', 'up');
    ip('address', 'add', '203.0.113.2/24', 'dev', 'vx');
    ip('address', 'add', '2001:db8:c::2/64', 'dev', 'vx', 'nodad');
  });
}

const well = [
  'cable CarrierUp',
  'far Answers',
  'far6 Answers',
  'size PathMtuProven',
  'too-small PathMtuLarger',
  'end EndAnswers',
  'no-end EndUnknown',
];

describe('the checks of a segment between two hosts', () => {
  it(
    'pass, fail when the far end goes, and pass when it is back',
    onTwoHosts(async (far, found) => {
      expect(await found()).toEqual(well);

      far.enter(() => ip('link', 'set', 'vx', 'down'));
      expect(await found()).toEqual([
        'cable CarrierUp',
        'far NoAnswer',
        'far6 NoAnswer',
        'size NoAnswer',
        'too-small NoAnswer',
        'end EndAnswers',
        'no-end EndUnknown',
      ]);

      far.enter(() => {
        ip('link', 'set', 'vx', 'up');
        ip('address', 'add', '2001:db8:c::2/64', 'dev', 'vx', 'nodad');
      });
      expect(await found()).toEqual(well);
    }),
    60_000,
  );

  it(
    'tell a cable that is out, and a path that takes less than its ends believe',
    onTwoHosts(async (far, found) => {
      far.enter(() => ip('link', 'set', 'far0', 'mtu', '1300'));
      expect(await found()).toContain('size PathMtuSmaller');

      far.enter(() => ip('link', 'set', 'far0', 'down'));
      expect(await found()).toContain('cable NoCarrier');
      expect(await found()).toContain('end EndSilent');
    }),
    120_000,
  );

  it(
    'tell of a station that was learnt, and of packets that move, until they are told to no more',
    onTwoHosts(async (far, found) => {
      const farMac = far.enter(() => seenLink('vx')?.address ?? '');
      const own = seenLink('vx-lan')?.address ?? '';
      const asked = [
        { ...common, name: 'far-station', kind: 'forwarding', mac: farMac },
        { ...common, name: 'own-station', kind: 'forwarding', mac: own },
        { ...common, name: 'moves', kind: 'counters', seconds: 1 },
        { ...common, name: 'storms', kind: 'counters', seconds: 1, packets: 1_000_000 },
      ] as unknown as readonly Check[];
      const ping = spawn('ping', ['-n', '-i', '0.1', '203.0.113.2'], { stdio: 'ignore' });
      try {
        await until(
          () => bridge('fdb', 'show', 'dev', 'vx-lan'),
          (seen) => JSON.stringify(seen).includes(farMac),
        );
        expect(await found(asked)).toEqual([
          'far-station StationKnown',
          'own-station StationUnknown',
          'moves PacketsMove',
          'storms PacketsStill',
        ]);
      } finally {
        const exit = once(ping, 'exit');
        ping.kill();
        await exit;
      }

      far.enter(() => ip('link', 'set', 'vx', 'down'));
      bridge('fdb', 'del', farMac, 'dev', 'vx-lan', 'dst', '198.51.100.2', 'self');
      expect(await found(asked)).toEqual([
        'far-station StationUnknown',
        'own-station StationUnknown',
        'moves PacketsStill',
        'storms PacketsStill',
      ]);
    }),
    120_000,
  );
});

describe('a station behind a port of a bridge', () => {
  it('is known as soon as it has said something, and the bridge itself is none', () =>
    inNewNetns(() =>
      withNetns(async (far) => {
        ip('link', 'add', 'port0', 'type', 'veth', 'peer', 'name', 'far0', 'netns', far.path);
        ip('link', 'set', 'port0', 'up');
        const host = await KernelHost.open();
        try {
          const lan: Resource = {
            ...{ type: 'link', kind: 'bridge', name: 'br-lan' as InterfaceName, mtu: 1500 },
            ...{ owner, up: true, ipv6: false, bridge: { stp: false } },
          };
          const port: Resource = {
            ...{ type: 'port', link: 'port0' as InterfaceName, master: lan.name, owner },
          };
          const bridged = [lan, port].map((resource) => ({ resource, path: '' }));
          const change = { contract, wanted: bridged, previous: [] };
          expect((await carryOut(host, change, await host.observe())).state).toBe('applied');
          const farMac = far.enter(() => seenLink('far0')?.address ?? '');
          const own = seenLink('br-lan')?.address ?? '';
          const asked = [farMac, own].map((mac, at) => ({
            ...common,
            name: `station${at}`,
            kind: 'forwarding',
            mac,
          })) as unknown as readonly Check[];
          expect(await findings(host, asked, bridged)).toEqual([
            'station0 StationUnknown',
            'station1 StationUnknown',
          ]);

          far.enter(() => {
            ip('link', 'set', 'far0', 'up');
            ip('address', 'add', '203.0.113.2/24', 'dev', 'far0');
          });
          await until(
            () => {
              far.enter(() => spawnSync('ping', ['-c', '1', '-W', '1', '203.0.113.1']));
              return bridge('fdb', 'show', 'dev', 'port0');
            },
            (seen) => JSON.stringify(seen).includes(farMac),
          );
          expect(await findings(host, asked, bridged)).toEqual([
            'station0 StationKnown',
            'station1 StationUnknown',
          ]);
        } finally {
          host.close();
        }
      }),
    ));
});
