import { planChange, type Resource } from '#drivers';
import { address, physical, port, route } from '../test/resources.js';
import { changeIn, lan, linesOf, owner, planOf, stranger } from '../test/scene.js';
import { carryOut, ModelHost } from './index.js';

const member = port('eth1', 'br-lan', owner);
const onPort: readonly Resource[] = [
  address('eth1', '192.0.2.1/24'),
  address('eth1', '2001:db8:1::1/64'),
  route('eth1', '0.0.0.0/0', '192.0.2.254'),
];
const onBridge: readonly Resource[] = [
  address('br-lan', '192.0.2.1/24'),
  address('br-lan', '2001:db8:1::1/64'),
  route('br-lan', '0.0.0.0/0', '192.0.2.254'),
];
const moved = [{ ...lan, ipv6: true }, port('eth1', 'br-lan'), ...onBridge];

describe('addresses of a port that moves them to its bridge', () => {
  it('go there with their routes, before they go from the port', async () => {
    expect(await linesOf({ host: onPort, wanted: [lan, member], moves: ['wanted'] })).toEqual([
      'create link br-lan',
      'create port eth1',
      'create address br-lan 192.0.2.1/24',
      'create address br-lan 2001:db8:1::1/64',
      'change route 254 0.0.0.0/0 0 (link)',
      'delete address eth1 192.0.2.1/24',
      'delete address eth1 2001:db8:1::1/64',
    ]);
  });

  it('go to a bridge that stands already', async () => {
    const scene = { host: [lan, ...onPort], previous: [lan], wanted: [lan, member] };
    expect(await linesOf({ ...scene, moves: ['wanted'] })).toEqual([
      'change link br-lan (ipv6)',
      'create port eth1',
      'create address br-lan 192.0.2.1/24',
      'create address br-lan 2001:db8:1::1/64',
      'change route 254 0.0.0.0/0 0 (link)',
      'delete address eth1 192.0.2.1/24',
      'delete address eth1 2001:db8:1::1/64',
    ]);
  });

  it('stay there as long as it asks for that', async () => {
    const versions = { previous: [lan, member], wanted: [lan, member] };
    const scene = { host: moved, ...versions, moves: ['previous', 'wanted'] } as const;
    for (const entry of [scene, { ...scene, previous: [] }]) {
      expect((await planOf(entry)).operations).toEqual([]);
    }
  });

  it('come back when the contract ends', async () => {
    const scene = { host: moved, previous: [lan, member], wanted: [] };
    expect(await linesOf({ ...scene, moves: ['previous'] })).toEqual([
      'create address eth1 192.0.2.1/24',
      'create address eth1 2001:db8:1::1/64',
      'change route 254 0.0.0.0/0 0 (link)',
      'delete port eth1',
      'delete link br-lan',
    ]);
  });

  it('come back when the port leaves and the bridge stays', async () => {
    const scene = { host: moved, previous: [lan, member], wanted: [lan] };
    expect(await linesOf({ ...scene, moves: ['previous'] })).toEqual([
      'change link br-lan (ipv6)',
      'create address eth1 192.0.2.1/24',
      'create address eth1 2001:db8:1::1/64',
      'change route 254 0.0.0.0/0 0 (link)',
      'delete port eth1',
      'delete address br-lan 192.0.2.1/24',
      'delete address br-lan 2001:db8:1::1/64',
    ]);
  });

  it('follow when the host gets them on the port once more', async () => {
    const again = address('eth1', '192.0.2.7/24');
    const versions = { previous: [lan, member], wanted: [lan, member] };
    const scene = { host: [...moved, again], ...versions, moves: ['previous', 'wanted'] } as const;
    expect(await linesOf(scene)).toEqual([
      'create address br-lan 192.0.2.7/24',
      'delete address eth1 192.0.2.7/24',
    ]);
  });

  it('are as they were after moving there and back', async () => {
    const host = new ModelHost([physical('eth1'), ...onPort]);
    const before = await host.observe();
    const there = changeIn({ wanted: [lan, member], moves: ['wanted'] });
    await carryOut(host, there, before);
    const back = { ...there, wanted: [], previous: there.wanted };
    await carryOut(host, back, await host.observe());
    expect(await host.observe()).toEqual(before);
  });
});

describe('addresses of a port that moves nothing', () => {
  it('stay where they are when it keeps them', async () => {
    const wanted = [{ resource: member, path: '', hostAddresses: 'keep' as const }];
    const change = { ...changeIn({ wanted: [lan] }), previous: [] };
    const state = await new ModelHost([physical('eth1'), ...onPort]).observe();
    const plan = planChange({ ...change, wanted: [...change.wanted, ...wanted], state });
    expect(plan.ok && plan.value.operations.map(({ identity }) => identity)).toEqual([
      'link br-lan',
      'port eth1',
    ]);
  });

  it.each(['keep', 'move'] as const)(
    'refuse the plan where they are of another contract, also with %s',
    async (hostAddresses) => {
      const vlan = physical('eth1', { owner: stranger });
      const theirs = address('eth1', '192.0.2.1/24', stranger);
      const state = await new ModelHost([vlan, theirs]).observe();
      const wanted = [
        { resource: lan, path: '' },
        { resource: member, path: '/here', hostAddresses },
      ];
      const { contract } = changeIn({ wanted: [] });
      const plan = planChange({ contract, wanted, previous: [], state });
      expect(plan.ok ? [] : plan.problems).toMatchObject([
        { code: 'port-carries-addresses', path: '/here' },
      ]);
    },
  );
});
