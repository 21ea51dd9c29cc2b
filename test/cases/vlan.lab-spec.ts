import { ip } from '../kernel/netns.js';
import { seenAddresses, seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

function vlan(name: string, data: object, member: object = {}): Workload {
  const parent = 'over' in data ? {} : { parent: 'eth1' };
  const members = [{ node: 'host-a', name: `vl-${name}`, ...parent, ...member }];
  return { name, type: 'vlan', data: { members, ...data } };
}

function bridge(name: string, member: object = {}): Workload {
  const members = [{ node: 'host-a', name: `br-${name}`, ...member }];
  return { name, type: 'bridge', data: { members } };
}

/** id, protocol, flags and maps of a VLAN, in the words of `ip`. */
function seenVlan(name: string): unknown {
  return seenLink(name)?.linkinfo?.info_data;
}

/** `ip` leaves the member out where no flag is set. */
function seenFlags(name: string): readonly unknown[] {
  const flags = seenLink(name)?.linkinfo?.info_data?.['flags'];
  return Array.isArray(flags) ? flags.toSorted() : [];
}

describe('V1: a VLAN comes and goes', () => {
  it(
    'with its id, its parent and our mark, and leaves the parent untouched',
    Site.run(async (site) => {
      const parent = seenLink('eth1');

      const { state, lines } = await site.submit(vlan('office', { id: 101 }));

      expect([state, lines]).toEqual(['applied', ['create link vl-office']]);
      expect(seenLink('vl-office')).toMatchObject({
        link: 'eth1',
        mtu: 1500,
        ifalias: 'hercules:01J9Z3NDEKTSV4RRFFQ69G5FAV/office',
        flags: expect.arrayContaining(['UP', 'LOWER_UP']),
        linkinfo: { info_kind: 'vlan', info_data: { id: 101, protocol: '802.1Q' } },
      });
      await site.submit();
      expect(seenLink('vl-office')).toBeUndefined();
      expect(seenLink('eth1')).toEqual(parent);
    }),
  );
});

describe('V3: the MAC address of a VLAN', () => {
  it(
    'is that of its parent, and the plan names none',
    Site.run(async (site) => {
      const { operations } = await site.submit(vlan('office', { id: 101 }));

      expect(operations[0]?.after).not.toHaveProperty('mac');
      expect(seenLink('vl-office')?.address).toBe(seenLink('eth1')?.address);
    }),
  );

  it(
    'is what the contract says, and the plan names it',
    Site.run(async (site) => {
      const mac = '02:00:5e:00:53:aa';

      const { operations } = await site.submit(vlan('office', { id: 101 }, { mac }));

      expect(operations[0]?.after).toMatchObject({ mac });
      expect(seenLink('vl-office')?.address).toBe(mac);
    }),
  );
});

describe('V4: children listed before their parents', () => {
  it.each([
    ['the last first', [2, 1, 0]],
    ['the first last', [1, 2, 0]],
    ['in order', [0, 1, 2]],
  ])('are made after them: %s', (_, order) =>
    Site.run(async (site) => {
      const stack = [
        bridge('lan', { ports: ['eth2'] }),
        vlan('outer', { id: 10, over: 'lan' }),
        vlan('inner', { id: 20, over: 'outer' }),
      ];

      const { state, lines } = await site.submit(...order.flatMap((place) => stack[place] ?? []));

      expect(state).toBe('applied');
      expect(lines.filter((line) => line.startsWith('create link'))).toEqual([
        'create link br-lan',
        'create link vl-outer',
        'create link vl-inner',
      ]);
      expect(seenLink('vl-inner')).toMatchObject({ link: 'vl-outer' });
      expect(seenLink('vl-outer')).toMatchObject({ link: 'br-lan' });
    })(),
  );
});

describe('V6: another id', () => {
  it(
    'makes the VLAN anew, with its addresses and in its bridge',
    Site.run(async (site) => {
      const versions = (id: number): readonly Workload[] => [
        bridge('lan'),
        vlan('office', { id }, { addresses: ['192.0.2.1/24', '2001:db8::1/64'] }),
        vlan('port', { id: id + 1, attach: 'lan' }),
      ];
      await site.submit(...versions(101));
      ip('address', 'add', '203.0.113.9/24', 'dev', 'vl-office');

      const { state, lines } = await site.submit(...versions(201));

      expect(state).toBe('applied');
      expect(lines.filter((line) => line.startsWith('recreate'))).toEqual([
        'recreate link vl-office (vlan.id)',
        'recreate link vl-port (vlan.id)',
      ]);
      expect(seenVlan('vl-office')).toMatchObject({ id: 201 });
      expect(seenAddresses('vl-office').toSorted()).toEqual([
        '192.0.2.1/24',
        '2001:db8::1/64',
        '203.0.113.9/24',
      ]);
      expect(seenLink('vl-port')).toMatchObject({
        master: 'br-lan',
        linkinfo: { info_data: { id: 202 } },
      });
    }),
  );

  it(
    'is swapped between two VLANs',
    Site.run(async (site) => {
      await site.submit(vlan('a', { id: 101 }), vlan('b', { id: 102 }));

      await site.submit(vlan('a', { id: 102 }), vlan('b', { id: 101 }));

      expect([seenVlan('vl-a'), seenVlan('vl-b')]).toMatchObject([{ id: 102 }, { id: 101 }]);
    }),
  );
});

describe('V8: 802.1ad', () => {
  const stack = (protocol: string): readonly Workload[] => [
    vlan('inner', { id: 10, over: 'outer' }, { addresses: ['192.0.2.1/24'] }),
    vlan('outer', { id: 200, protocol }),
  ];

  it(
    'carries C-tags in S-tags, made in one go',
    Site.run(async (site) => {
      expect((await site.submit(...stack('802.1ad'))).state).toBe('applied');

      expect(seenVlan('vl-outer')).toMatchObject({ id: 200, protocol: '802.1ad' });
      expect(seenLink('vl-inner')).toMatchObject({
        link: 'vl-outer',
        linkinfo: { info_data: { id: 10, protocol: '802.1Q' } },
      });
    }),
  );

  it(
    'becomes 802.1Q by making the VLAN anew, and all that stands on it',
    Site.run(async (site) => {
      await site.submit(...stack('802.1ad'));

      const { state, lines } = await site.submit(...stack('802.1Q'));

      expect(state).toBe('applied');
      expect(lines).toEqual([
        'recreate link vl-outer (vlan.protocol)',
        'recreate link vl-inner (vlan.parent)',
        'create address vl-inner 192.0.2.1/24',
      ]);
      expect(seenVlan('vl-outer')).toMatchObject({ id: 200, protocol: '802.1Q' });
      expect(seenAddresses('vl-inner')).toEqual(['192.0.2.1/24']);
    }),
  );
});

describe('V9: a stack taken apart', () => {
  it(
    'loses the addresses, then the inner VLAN, while what is below stays',
    Site.run(async (site) => {
      const outer = vlan('outer', { id: 200, protocol: '802.1ad', mtu: 1496 });
      const inner = (member: object): Workload =>
        vlan('inner', { id: 10, over: 'outer', mtu: 1400 }, member);
      await site.submit(outer, inner({ addresses: ['192.0.2.1/24', '2001:db8::1/64'] }));
      expect(seenLink('vl-inner')).toMatchObject({ mtu: 1400 });
      const [outerIndex, innerIndex] = [
        seenLink('vl-outer')?.ifindex,
        seenLink('vl-inner')?.ifindex,
      ];

      await site.submit(outer, inner({}));
      expect(seenAddresses('vl-inner')).toEqual([]);
      expect(seenLink('vl-inner')?.ifindex).toBe(innerIndex);

      await site.submit(outer);
      expect(seenLink('vl-inner')).toBeUndefined();
      expect(seenLink('vl-outer')).toMatchObject({ ifindex: outerIndex, mtu: 1496 });
    }),
  );
});

describe('V10: the flags of a VLAN', () => {
  it.each([
    ['reorderHeader', 'REORDER_HDR'],
    ['looseBinding', 'LOOSE_BINDING'],
    ['gvrp', 'GVRP'],
    ['mvrp', 'MVRP'],
  ])('%s goes on and off in place', (option, flag) =>
    Site.run(async (site) => {
      const withFlag = (value: boolean): Workload => vlan('office', { id: 101, [option]: value });
      await site.submit(withFlag(true));
      const index = seenLink('vl-office')?.ifindex;
      expect(seenFlags('vl-office')).toContain(flag);

      expect((await site.submit(withFlag(false))).lines).toEqual([
        `change link vl-office (vlan.${option})`,
      ]);
      expect(seenFlags('vl-office')).not.toContain(flag);

      await site.submit(withFlag(true));
      expect(seenFlags('vl-office')).toContain(flag);
      expect(seenLink('vl-office')?.ifindex).toBe(index);
    })(),
  );
});

describe('V11: what is not mentioned', () => {
  it(
    'stays as it is, and the plan lists only what changes',
    Site.run(async (site) => {
      await site.submit(vlan('office', { id: 101, gvrp: true, mtu: 1400, reorderHeader: false }));
      ip('link', 'set', 'vl-office', 'type', 'vlan', 'mvrp', 'on', 'egress-qos-map', '3:4');

      const { lines } = await site.submit(vlan('office', { id: 101, looseBinding: true }));

      expect(lines).toEqual(['change link vl-office (vlan.looseBinding)']);
      expect(seenFlags('vl-office')).toEqual(['GVRP', 'LOOSE_BINDING', 'MVRP']);
      expect(seenLink('vl-office')).toMatchObject({
        mtu: 1400,
        linkinfo: { info_data: { egress_qos: [{ from: 3, to: 4 }] } },
      });
    }),
  );
});

describe('V12: the maps of priorities', () => {
  it(
    'are set as written and replaced as a whole',
    Site.run(async (site) => {
      await site.submit(
        vlan('office', {
          id: 101,
          ingressQos: [
            { codePoint: 7, priority: 4294967295 },
            { codePoint: 2, priority: 5 },
          ],
          egressQos: [
            { priority: 1, codePoint: 1 },
            { priority: 6, codePoint: 5 },
          ],
        }),
      );
      expect(seenVlan('vl-office')).toMatchObject({
        ingress_qos: [
          { from: 2, to: 5 },
          { from: 7, to: 4294967295 },
        ],
        egress_qos: [
          { from: 1, to: 1 },
          { from: 6, to: 5 },
        ],
      });

      const { lines } = await site.submit(
        vlan('office', { id: 101, ingressQos: [], egressQos: [{ priority: 6, codePoint: 7 }] }),
      );

      expect(lines).toEqual(['change link vl-office (vlan.egressQos, vlan.ingressQos)']);
      expect(seenVlan('vl-office')).toMatchObject({ egress_qos: [{ from: 6, to: 7 }] });
      expect(seenVlan('vl-office')).not.toHaveProperty('ingress_qos');
    }),
  );
});

describe('V17: what a VLAN can not stand on', () => {
  it.each([
    ['0', 'vlan-id-reserved /workloads/0/data/id'],
    ['4095', 'vlan-id-reserved /workloads/0/data/id'],
    ['4096', 'vlan-id-out-of-range /workloads/0/data/id'],
  ])('id %s is refused before anything is touched', (id, problem) =>
    Site.run(async (site) => {
      const submitted = await site.submit(vlan('office', { id: Number(id) }));

      expect(submitted).toMatchObject({ state: 'refused', problems: [problem] });
      expect(site.writes).toBe(0);
    })(),
  );

  it(
    'a port of a bond is refused, named',
    Site.run(
      async (site) => {
        const submitted = await site.submit(vlan('office', { id: 101 }, { parent: 'eth2' }));

        expect(submitted).toMatchObject({
          state: 'refused',
          problems: ['parent-is-port /workloads/0/data/members/0/parent'],
        });
        expect(site.writes).toBe(0);
      },
      () => {
        ip('link', 'add', 'bond0', 'type', 'bond', 'mode', 'active-backup');
        ip('link', 'set', 'eth2', 'down');
        ip('link', 'set', 'eth2', 'master', 'bond0');
      },
    ),
  );

  it(
    'a bond itself carries it',
    Site.run(
      async (site) => {
        await site.submit(vlan('office', { id: 101 }, { parent: 'bond0' }));

        expect(seenLink('vl-office')).toMatchObject({ link: 'bond0' });
      },
      () => {
        ip('link', 'add', 'bond0', 'type', 'bond', 'mode', 'active-backup');
        ip('link', 'set', 'bond0', 'addrgenmode', 'none', 'up');
      },
      ['bond0'],
    ),
  );

  it(
    'an MTU above the parent is refused, one that fits is taken',
    Site.run(async (site) => {
      const submitted = await site.submit(vlan('office', { id: 101, mtu: 1501 }));
      expect(submitted.problems).toEqual(['mtu-above-parent /workloads/0/data/members/0']);
      expect(site.writes).toBe(0);

      expect((await site.submit(vlan('office', { id: 101, mtu: 1500 }))).state).toBe('applied');
    }),
  );

  it(
    'a VLAN that somebody made by hand keeps its id',
    Site.run(
      async (site) => {
        const submitted = await site.submit(vlan('office', { id: 101 }));

        expect(submitted.problems).toEqual(['vlan-claimed-twice /workloads/0/data/members/0']);
      },
      () => {
        ip('link', 'add', 'link', 'eth1', 'name', 'eth1.101', 'type', 'vlan', 'id', '101');
      },
    ),
  );
});
