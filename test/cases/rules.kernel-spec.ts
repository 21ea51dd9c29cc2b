import { ip } from '../kernel/netns.js';
import { Site, type Workload } from './site.js';

function bridge(rules: readonly object[], routes: readonly object[] = []): Workload {
  const member = { node: 'host-a', name: 'br-lan', addresses: ['192.0.2.1/24'], routes, rules };
  return { name: 'lan', type: 'bridge', data: { members: [member] } };
}

/** Rules that are not the kernel's own, as `ip` prints them in numbers: '1000 192.0.2.0/24 100 72'; actions are FR_ACT_*. */
function seenRules(family: '-4' | '-6' = '-4'): readonly string[] {
  const seen = ip('-N', family, 'rule', 'show') as readonly {
    readonly priority: number;
    readonly src: string;
    readonly srclen?: number;
    readonly dst?: string;
    readonly dstlen?: number;
    readonly iif?: string;
    readonly oif?: string;
    readonly fwmark?: string;
    readonly fwmask?: string;
    readonly table?: string;
    readonly action?: string;
    readonly protocol?: string;
  }[];
  return seen
    .filter(({ protocol }) => protocol !== '2')
    .map((rule) =>
      [
        rule.priority,
        rule.srclen === undefined ? rule.src : `${rule.src}/${rule.srclen}`,
        ...(rule.dst === undefined ? [] : [`to ${rule.dst}/${rule.dstlen ?? ''}`]),
        ...(rule.iif === undefined ? [] : [`iif ${rule.iif}`]),
        ...(rule.oif === undefined ? [] : [`oif ${rule.oif}`]),
        ...(rule.fwmark === undefined ? [] : [`${rule.fwmark}/${rule.fwmask ?? ''}`]),
        rule.action ?? rule.table,
        rule.protocol,
      ].join(' '),
    );
}

const from = { priority: 1000, from: '192.0.2.0/24', table: 100 };
const everywhere = { to: '0.0.0.0/0', via: '192.0.2.9', table: 100 };

describe('policy rules of a workload', () => {
  it(
    'of both families, with every selector, lead to their tables and carry our number',
    Site.run(async (site) => {
      const { lines } = await site.submit(
        bridge(
          [
            from,
            { priority: 1001, to: '198.18.0.0/15', iif: true, blackhole: true },
            { priority: 1002, oif: 'eth1', unreachable: true, family: 'ipv4' },
            { priority: 1003, fwmark: 0x10, fwmask: 0xf0, prohibit: true },
            { priority: 1004, from: '2001:db8:a::/48', table: 70000 },
          ],
          [everywhere],
        ),
      );
      expect(lines).toEqual([
        'create link br-lan',
        'create address br-lan 192.0.2.1/24',
        'create route 100 0.0.0.0/0 0',
        'create rule ipv4 1000 from 192.0.2.0/24 lookup 100',
        'create rule ipv4 1001 to 198.18.0.0/15 iif br-lan blackhole',
        'create rule ipv4 1002 oif eth1 unreachable',
        'create rule ipv4 1003 fwmark 0x10/0xf0 prohibit',
        'create rule ipv6 1003 fwmark 0x10/0xf0 prohibit',
        'create rule ipv6 1004 from 2001:db8:a::/48 lookup 70000',
      ]);
      expect(seenRules()).toEqual([
        '1000 192.0.2.0/24 100 72',
        '1001 all to 198.18.0.0/15 iif br-lan 6 72',
        '1002 all oif eth1 7 72',
        '1003 all 0x10/0xf0 8 72',
      ]);
      expect(seenRules('-6')).toEqual(['1003 all 0x10/0xf0 8 72', '1004 2001:db8:a::/48 70000 72']);
      expect(ip('route', 'get', '203.0.113.7', 'from', '192.0.2.1')).toEqual([
        expect.objectContaining({ gateway: '192.0.2.9', dev: 'br-lan' }),
      ]);
    }),
  );

  it(
    'change by a new one before the old one goes, and are repaired',
    Site.run(async (site) => {
      await site.submit(bridge([from]));
      const { lines } = await site.submit(bridge([{ ...from, table: 101 }]));
      expect(lines).toEqual([
        'create rule ipv4 1000 from 192.0.2.0/24 lookup 101',
        'delete rule ipv4 1000 from 192.0.2.0/24 lookup 100',
      ]);
      expect(seenRules()).toEqual(['1000 192.0.2.0/24 101 72']);

      ip('rule', 'delete', 'priority', '1000');
      await site.submit(bridge([{ ...from, table: 101 }]));
      expect(seenRules()).toEqual(['1000 192.0.2.0/24 101 72']);
    }),
  );

  it(
    'leave those of others alone, and are refused where the very same is theirs',
    Site.run(async (site) => {
      const foreign = ['from', '192.0.2.0/24', 'priority', '1000', 'lookup', '100'];
      ip('rule', 'add', ...foreign);
      expect((await site.submit(bridge([from]))).problems).toEqual([
        'rule-conflict /workloads/0/data/members/0/rules/0',
      ]);
      await site.submit(bridge([{ ...from, priority: 1001 }]));
      await site.submit(bridge([]));
      expect(seenRules()).toEqual(['1000 192.0.2.0/24 100 0']);
      ip('rule', 'delete', ...foreign);
    }),
  );

  it(
    'name interfaces that are there',
    Site.run(async (site) => {
      const outcome = await site.submit(bridge([{ priority: 7, iif: 'eth9', blackhole: true }]));
      expect(outcome.problems.slice(0, 1)).toEqual([
        'rule-link-unknown /workloads/0/data/members/0/rules/0/iif',
      ]);
    }),
  );
});
