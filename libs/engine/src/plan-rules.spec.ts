import { planChange, type Cidr, type IpAddress, type Resource, type Uplink } from '#drivers';
import { address, bridge, physical, route, rule, wantedAt } from '../test/resources.js';
import { bare, contract, lan, linesOf, owner, planOf } from '../test/scene.js';
import { ModelHost } from './index.js';

const from = '192.0.2.0/24' as Cidr;
const mine = rule(1000, { from, table: 100, owner });
const near = address('br-lan', '192.0.2.1/24', owner);
const way = { ...route('br-lan', '0.0.0.0/0', '192.0.2.9'), table: 100, protocol: 72, owner };
const identity = 'rule ipv4 1000 from 192.0.2.0/24 lookup';

describe('a policy rule', () => {
  it('comes after the routes to which it leads, and goes before them', async () => {
    const all = [lan, near, way, mine];
    expect(await linesOf({ wanted: all })).toEqual([
      'create link br-lan',
      'create address br-lan 192.0.2.1/24',
      'create route 100 0.0.0.0/0 0',
      `create ${identity} 100`,
    ]);
    expect(await linesOf({ host: all, previous: all, wanted: [lan, near] })).toEqual([
      `delete ${identity} 100`,
      'delete route 100 0.0.0.0/0 0',
    ]);
  });

  it('that changes is a new one, after which the old one goes', async () => {
    const other = { ...mine, table: 101 };
    expect(await linesOf({ host: [mine], previous: [mine], wanted: [other] })).toEqual([
      `create ${identity} 101`,
      `delete ${identity} 100`,
    ]);
  });

  it('of others is left alone', async () => {
    const foreign = rule(1000, { from, table: 100 });
    const { operations } = await planOf({ host: [foreign], previous: [mine], wanted: [] });
    expect(operations).toEqual([]);
  });
});

const controller = '203.0.113.9' as IpAddress;
const uplinked: readonly Resource[] = [...bare, route('eth0', '0.0.0.0/0', '198.51.100.254')];

async function problemsOf(
  wanted: readonly Resource[],
  { uplink = controller, host = [], previous = [] }: Partial<Around> = {},
): Promise<readonly string[]> {
  const state = await new ModelHost([...uplinked, ...host]).observe();
  const versions = { wanted: wantedAt('/rule', ...wanted), previous: wantedAt('', ...previous) };
  const plan = planChange({ contract, ...versions, state, uplink });
  return plan.ok ? [] : plan.problems.map(({ code, path }) => `${code} ${path}`);
}

interface Around {
  readonly uplink: Uplink;
  readonly host: readonly Resource[];
  readonly previous: readonly Resource[];
}

const to = '203.0.113.0/24' as Cidr;
const uplinkNet = '198.51.100.0/24' as Cidr;
const elsewhere = { ...route('eth1', '0.0.0.0/0', '192.0.2.9'), table: 100 };
const eth1 = address('eth1', '192.0.2.1/24');

describe('the way to the controller', () => {
  it.each<readonly [string, Resource]>([
    ['drops what goes to it', rule(7, { to, action: 'blackhole', owner })],
    [
      'drops what the host sends from there',
      rule(7, { from: uplinkNet, action: 'prohibit', owner }),
    ],
    [
      'drops what the host itself sends',
      rule(7, { iif: 'lo' as never, action: 'unreachable', owner }),
    ],
    ['leads over another link', rule(7, { to, table: 100, owner })],
  ])('is not given to a rule that %s', async (_what, asked) => {
    expect(await problemsOf([asked], { host: [eth1, elsewhere] })).toEqual(['uplink-cut /rule']);
  });

  it.each<readonly [string, Resource]>([
    [
      'is for other receivers',
      rule(7, { to: '198.18.0.0/15' as Cidr, action: 'blackhole', owner }),
    ],
    ['is for other senders', rule(7, { from, action: 'blackhole', owner })],
    ['is for what comes in', rule(7, { iif: 'eth1' as never, action: 'blackhole', owner })],
    ['is for marked packets', rule(7, { fwmark: 1, fwmask: 1, action: 'blackhole', owner })],
    [
      'is of the other family',
      rule(7, { family: 'ipv6', action: 'blackhole', fwmark: 0, fwmask: 1, owner }),
    ],
    ['leads to a table without a way', rule(7, { to, table: 101, owner })],
    ['stands behind one that keeps the way', rule(9, { to, action: 'blackhole', owner })],
  ])('is left to itself by a rule that %s', async (_what, asked) => {
    const host = [eth1, elsewhere, rule(8, { to, table: 254 })];
    expect(await problemsOf([asked], { host })).toEqual([]);
  });

  it('of default routes is looked at as well', async () => {
    const all = rule(7, { iif: 'lo' as never, action: 'blackhole', owner });
    expect(await problemsOf([all], { uplink: 'default' })).toEqual(['uplink-cut /rule']);
    const some = rule(7, { to, action: 'blackhole', owner });
    expect(await problemsOf([some], { uplink: 'default' })).toEqual([]);
  });

  it('is not lost with a rule by which it leads', async () => {
    const standing = [
      physical('eth2'),
      address('eth2', '192.0.2.1/24'),
      { ...route('eth2', '203.0.113.0/24', '192.0.2.9'), table: 100 },
      rule(7, { to, table: 100, owner }),
    ];
    const previous = [rule(7, { to, table: 100, owner })];
    const asked = bridge('br-lan', { owner });
    expect(await problemsOf([asked], { host: standing, previous })).toEqual([
      'uplink-cut /workloads',
    ]);
  });
});
