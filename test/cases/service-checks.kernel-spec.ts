import { pingProbe } from '#apps/agent';
import type { Check, NodeId } from '#contract';
import type { InterfaceName, Resource } from '#drivers';
import { carryOut, carryOutCheck, checkScenes } from '#engine';
import { KernelHost } from '#netlink';
import { address, flood, vxlan } from '../../libs/engine/test/resources.js';
import { inNewNetns, ip, withNetns, type Netns } from '../kernel/netns.js';

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
  { ...common, name: 'self', kind: 'neighbour', address: '203.0.113.1' },
] as unknown as readonly Check[];

const resources: readonly Resource[] = [
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
const wanted = resources.map((resource) => ({ resource, path: '' }));

/** Two hosts on one cable, the segment on both; the other one is set up by `ip`. */
function onTwoHosts(
  test: (far: Netns, found: () => Promise<readonly string[]>) => Promise<void>,
): () => Promise<void> {
  return () =>
    inNewNetns(() =>
      withNetns(async (far) => {
        wire(far);
        const host = await KernelHost.open();
        try {
          const change = { contract, wanted, previous: [] };
          expect((await carryOut(host, change, await host.observe())).state).toBe('applied');
          await test(far, () => findings(host));
        } finally {
          host.close();
        }
      }),
    );
}

async function findings(host: KernelHost): Promise<readonly string[]> {
  const tools = { probe: await pingProbe() };
  const state = await host.observe();
  const found: string[] = [];
  for (const scene of checkScenes(checks, 'host-a' as NodeId, wanted)) {
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
    }),
    120_000,
  );
});
