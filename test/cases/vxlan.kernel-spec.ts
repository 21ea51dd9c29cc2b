import { bridge, ip } from '../kernel/netns.js';
import { seenLink, seenLinks } from './seen.js';
import { Site, type Workload } from './site.js';

const flood = '00:00:00:00:00:00';
const owned = 'hercules:01J9Z3NDEKTSV4RRFFQ69G5FAV/segment';

const here = (parts: object = {}): object => ({
  node: 'host-a',
  underlay: 'eth1',
  name: 'vx-lan',
  ...parts,
});
const hostB = { node: 'host-b', underlay: 'eth1' };
const hostC = { node: 'host-c', underlay: 'eth1' };

function segment(data: object = {}): Workload {
  return { name: 'segment', type: 'vxlan', data: { vni: 7, members: [here(), hostB], ...data } };
}

/** Gives the underlay the addresses that the charter lists for it. */
function addressed(): void {
  for (const address of ['198.51.100.1/24', '198.51.100.9/24'])
    ip('address', 'add', address, 'dev', 'eth1');
  ip('address', 'add', '2001:db8::1/64', 'dev', 'eth1', 'nodad');
}

/** A test on a host whose underlay has its addresses. */
const onHost = (test: (site: Site) => Promise<void>, prepare?: () => void): (() => Promise<void>) =>
  Site.run(test, () => {
    addressed();
    prepare?.();
  });

/** The options of a VXLAN link, in the words of `ip`. */
function seenOptions(name = 'vx-lan'): Readonly<Record<string, unknown>> | undefined {
  return seenLink(name)?.linkinfo?.info_data;
}

interface SeenEntry {
  readonly mac: string;
  readonly dst?: string;
  readonly port?: number;
  readonly vni?: number;
  readonly viaIf?: string;
  readonly src_vni?: number;
}

/** '00:00:00:00:00:00 198.51.100.2', with what else the entry says. */
function seenEntries(link = 'vx-lan'): readonly string[] {
  const entries = bridge('fdb', 'show', 'dev', link) as readonly SeenEntry[];
  return entries
    .map(({ mac, dst, port, vni, viaIf: via, src_vni: source }) =>
      [
        mac,
        dst,
        ...(via === undefined ? [] : [`via ${via}`]),
        ...(port === undefined ? [] : [`port ${port}`]),
        ...(vni === undefined ? [] : [`vni ${vni}`]),
        ...(source === undefined ? [] : [`from ${source}`]),
      ].join(' '),
    )
    .toSorted();
}

describe('X1: a segment comes and goes', () => {
  it(
    'with its VNI, its port, its underlay, its other ends and our mark',
    onHost(async (site) => {
      const { state, lines } = await site.submit(segment());

      expect([state, lines]).toEqual([
        'applied',
        ['create link vx-lan', `create fdb vx-lan ${flood} 198.51.100.2`],
      ]);
      expect(seenLink('vx-lan')).toMatchObject({ mtu: 1450, ifalias: owned });
      expect(seenOptions()).toMatchObject({
        id: 7,
        port: 4789,
        link: 'eth1',
        local: '198.51.100.1',
        learning: true,
      });
      expect(seenEntries()).toEqual([`${flood} 198.51.100.2`]);
      await site.submit();
      expect(seenLink('vx-lan')).toBeUndefined();
    }),
  );
});

describe('X2: two segments on one underlay', () => {
  it(
    'stand beside each other and leave one by one',
    onHost(async (site) => {
      const second: Workload = {
        name: 'second',
        type: 'vxlan',
        data: { vni: 8, members: [here({ name: 'vx-two' }), hostC] },
      };

      await site.submit(segment(), second);

      expect([seenOptions()?.['id'], seenOptions('vx-two')?.['id']]).toEqual([7, 8]);
      await site.submit(second);
      expect([seenLink('vx-lan'), seenOptions('vx-two')?.['id']]).toEqual([undefined, 8]);
    }),
  );
});

describe('X3: underlay, other ends and learning are independent of each other', () => {
  const combinations = [true, false].flatMap((underlay) =>
    [true, false].flatMap((remote) =>
      [true, false].map((learning) => ({ underlay, remote, learning })),
    ),
  );

  it.each(combinations)(
    'underlay $underlay, another end $remote, learning $learning',
    ({ underlay, remote, learning }) =>
      onHost(async (site) => {
        const member = here({ local: '198.51.100.1', underlay: underlay ? 'eth1' : undefined });
        const members = [member, ...(remote ? [hostB] : [])];

        const { state } = await site.submit(segment({ members, learning }));

        expect(state).toBe('applied');
        expect(seenOptions()?.['link']).toBe(underlay ? 'eth1' : undefined);
        expect(seenOptions()?.['learning']).toBe(learning);
        expect(seenEntries()).toEqual(remote ? [`${flood} 198.51.100.2`] : []);
      })(),
  );

  it(
    'neither an underlay nor an address to send from is refused',
    onHost(async (site) => {
      const members = [here({ underlay: undefined })];

      const { problems } = await site.submit(segment({ members }));

      expect(problems).toEqual(['source-missing /workloads/0/data/members/0/local']);
    }),
  );
});

describe('X6: what the kernel fixes', () => {
  it.each([
    ['vni', { vni: 8 }, 'vxlan.vni', { id: 8 }],
    ['port', { port: 8472 }, 'vxlan.port', { port: 8472 }],
    [
      'sourcePorts',
      { sourcePorts: { first: 9000, last: 9999 } },
      'vxlan.sourcePorts',
      { port_range: { low: 9000, high: 9999 } },
    ],
    ['maxAddresses', { maxAddresses: 9 }, 'vxlan.maxAddresses', { limit: 9 }],
    ['shortCircuit', { shortCircuit: true }, 'vxlan.shortCircuit', { rsc: true }],
  ])('%s is made anew, and the kernel has it afterwards', (_field, data, field, seen) =>
    onHost(async (site) => {
      await site.submit(segment());

      const { lines, operations } = await site.submit(segment(data));

      expect(lines).toEqual([
        `recreate link vx-lan (${field})`,
        `create fdb vx-lan ${flood} 198.51.100.2`,
      ]);
      expect(operations[0]?.effect).toBe('outage');
      expect(seenOptions()).toMatchObject(seen);
    })(),
  );

  it(
    'another local address of the family is changed in place',
    onHost(async (site) => {
      await site.submit(segment());
      const index = seenLink('vx-lan')?.ifindex;

      const members = [here({ local: '198.51.100.9' }), hostB];
      const { lines } = await site.submit(segment({ members }));

      expect(lines).toEqual(['change link vx-lan (vxlan.local)']);
      expect(seenOptions()).toMatchObject({ local: '198.51.100.9' });
      expect(seenLink('vx-lan')?.ifindex).toBe(index);
    }),
  );

  it(
    'an underlay that goes to the routes makes the link anew',
    onHost(async (site) => {
      await site.submit(segment());

      const members = [here({ underlay: undefined, local: '198.51.100.1' }), hostB];
      const { lines } = await site.submit(segment({ members }));

      expect(lines[0]).toBe('recreate link vx-lan (vxlan.routed, vxlan.underlay)');
      expect(seenOptions()).not.toHaveProperty('link');
    }),
  );
});

describe('X7: the flood list', () => {
  it(
    'gains and loses the ends that the contract gains and loses, and no other',
    onHost(async (site) => {
      await site.submit(segment({ members: [here(), hostB, hostC] }));

      const more = await site.submit(
        segment({ members: [here(), hostC], peers: [{ address: '203.0.113.9' }] }),
      );

      expect(more.lines).toEqual([
        `create fdb vx-lan ${flood} 203.0.113.9`,
        `delete fdb vx-lan ${flood} 198.51.100.2`,
      ]);
      expect(seenEntries()).toEqual([`${flood} 198.51.100.3`, `${flood} 203.0.113.9`]);
    }),
  );

  it(
    'a station that moves to another end is never without one',
    onHost(async (site) => {
      const station = '02:00:5e:00:53:77';
      const at = (member: string): Workload =>
        segment({ members: [here(), hostB, hostC], fdb: [{ mac: station, member }] });
      await site.submit(at('host-b'));
      expect(seenEntries()).toContain(`${station} 198.51.100.2`);

      const { lines } = await site.submit(at('host-c'));

      expect(lines).toEqual([
        `create fdb vx-lan ${station} 198.51.100.3`,
        `delete fdb vx-lan ${station} 198.51.100.2`,
      ]);
      expect(seenEntries()).toEqual([
        `${flood} 198.51.100.2`,
        `${flood} 198.51.100.3`,
        `${station} 198.51.100.3`,
      ]);
    }),
  );
});

describe('X8: the parameters of a segment', () => {
  it.each([
    ['several other ends', { members: [here(), hostB, hostC] }, {}],
    ['a group', { flood: { group: '239.1.1.1' } }, { group: '239.1.1.1' }],
    ['IPv6', { family: 'ipv6' }, { local6: '2001:db8::1' }],
    ['a flow label', { family: 'ipv6', flowLabel: 0x12345 }, { label: '0x12345' }],
    ['the fragment bit', { df: 'set' }, { df: 'set' }],
    ['the type of service', { tos: 8 }, { tos: '0x8' }],
    ['the time to live', { ttl: 9 }, { ttl: 9 }],
    ['the inner type of service', { tos: 1 }, { tos: '0x1' }],
  ])('%s', (_what, data, seen) =>
    onHost(async (site) => {
      const { state } = await site.submit(segment(data));

      expect(state).toBe('applied');
      expect(seenOptions()).toMatchObject(seen);
    })(),
  );

  it(
    'each of several ends is an entry of the flood list, beside the group',
    onHost(async (site) => {
      const peers = [{ address: '203.0.113.8' }, { address: '203.0.113.9', port: 4790, vni: 99 }];

      await site.submit(segment({ flood: { group: '239.1.1.1' }, peers }));

      expect(seenEntries()).toEqual([
        `${flood} 203.0.113.8`,
        `${flood} 203.0.113.9 port 4790 vni 99`,
        `${flood} 239.1.1.1 via eth1`,
      ]);
    }),
  );

  it(
    'the inner time to live can be copied, which the kernel fixes',
    onHost(async (site) => {
      await site.submit(segment({ ttl: 9 }));

      const { lines } = await site.submit(segment({ ttl: 'inherit' }));

      expect(lines[0]).toBe('recreate link vx-lan (vxlan.ttl, vxlan.ttlInherit)');
    }),
  );
});

describe('X9: what does not go together', () => {
  const at = '/workloads/0/data';

  it.each([
    [
      'a group without an underlay',
      {
        flood: { group: '239.1.1.1' },
        members: [here({ underlay: undefined, local: '198.51.100.1' })],
      },
      [`group-without-underlay ${at}/members/0/underlay`],
    ],
    [
      'a group that is none',
      { flood: { group: '198.51.100.7' } },
      [`group-not-multicast ${at}/flood/group`],
    ],
    [
      'a group of the other family',
      { flood: { group: 'ff05::1' } },
      [`underlay-families-mixed ${at}/flood/group`],
    ],
    [
      'another end of the other family',
      { peers: [{ address: '2001:db8::9' }] },
      [`underlay-families-mixed ${at}/peers/0/address`],
    ],
    [
      'ends of both families',
      { members: [here({ local: '198.51.100.1' }), { ...hostB, local: '2001:db8::2' }] },
      [`underlay-families-mixed ${at}/members/1/local`],
    ],
    [
      'neither underlay nor source',
      { members: [here({ underlay: undefined })] },
      [`source-missing ${at}/members/0/local`],
    ],
    ['a flow label over IPv4', { flowLabel: 1 }, [`flow-label-needs-ipv6 ${at}/flowLabel`]],
    [
      'one station behind two ends',
      { fdb: [1, 2].map(() => ({ mac: '02:00:5e:00:53:77', member: 'host-b' })) },
      [`fdb-address-twice ${at}/fdb/1/mac`],
    ],
    [
      'a station behind nothing',
      { fdb: [{ mac: '02:00:5e:00:53:77' }] },
      [`fdb-end-missing ${at}/fdb/0`],
    ],
    [
      'source ports the wrong way round',
      { sourcePorts: { first: 2, last: 1 } },
      [`port-out-of-range ${at}/sourcePorts`],
    ],
  ])('%s', (_what, data, problems) =>
    onHost(async (site) => {
      expect((await site.submit(segment(data))).problems).toEqual(problems);
      expect(site.writes).toBe(0);
    })(),
  );
});

describe('X10: the MTU of a segment', () => {
  it.each([
    ['IPv4', { mtu: 1500 }, 1450],
    ['IPv6', { family: 'ipv6', mtu: 1431 }, 1430],
  ])('leaves room for the encapsulation over %s, or is refused', (_family, data, most) =>
    onHost(async (site) => {
      const refused = await site.submit(segment(data));
      expect(refused.problems).toEqual(['mtu-above-underlay /workloads/0/data/mtu']);

      expect((await site.submit(segment({ ...data, mtu: most }))).state).toBe('applied');
      expect(seenLink('vx-lan')?.mtu).toBe(most);
    })(),
  );

  it(
    'fits an underlay that is smaller than its charter says, or is refused',
    onHost(
      async (site) => {
        const { problems } = await site.submit(segment());

        expect(problems).toEqual(['mtu-above-underlay /workloads/0/data/members/0']);
        expect((await site.submit(segment({ mtu: 1350 }))).state).toBe('applied');
      },
      () => ip('link', 'set', 'eth1', 'mtu', '1400'),
    ),
  );
});

function shared(data: object = {}): Workload {
  const members = [here(), hostB];
  return segment({
    vni: undefined,
    device: 'shared',
    vnis: [{ first: 10000, last: 13999 }],
    members,
    ...data,
  });
}

/** '100-110', with the group where there is one. */
function seenVnis(link = 'vx-lan'): readonly string[] {
  const [filter] = bridge('vni', 'show', 'dev', link) as readonly {
    readonly vnis: readonly { vni: number; vniEnd?: number; group?: string }[];
  }[];
  return (filter?.vnis ?? []).map(({ vni, vniEnd: end, group }) =>
    [end === undefined ? vni : `${vni}-${end}`, ...(group === undefined ? [] : [group])].join(' '),
  );
}

describe('X12: one device for many VNIs', () => {
  it(
    'serves the range that was asked for, and its flood list goes to every end in each of them',
    onHost(async (site) => {
      const { state, lines, problems } = await site.submit(shared());
      expect(problems).toEqual([]);

      expect([state, lines]).toEqual([
        'applied',
        ['create link vx-lan', `create fdb vx-lan ${flood} 198.51.100.2`],
      ]);
      expect(seenOptions()).toMatchObject({ external: true, vnifilter: true, id: 0 });
      expect(seenVnis()).toEqual(['10000-13999']);
      const entries = seenEntries();
      expect(entries).toHaveLength(4000);
      expect(entries).toContain(`${flood} 198.51.100.2 vni 13999 from 13999`);
    }),
  );

  it(
    'gains and loses VNIs in place, exactly those',
    onHost(async (site) => {
      await site.submit(shared({ vnis: [{ first: 100, last: 110 }] }));
      const index = seenLink('vx-lan')?.ifindex;

      const vnis = [{ first: 100, last: 104 }, { first: 106, last: 110 }, { first: 0xffffff }];
      const { lines } = await site.submit(shared({ vnis }));

      expect(lines).toEqual([
        'change link vx-lan (vxlan.vnis)',
        `change fdb vx-lan ${flood} 198.51.100.2 (sourceVnis)`,
      ]);
      expect(seenVnis()).toEqual(['100-104', '106-110', '16777215']);
      expect(seenLink('vx-lan')?.ifindex).toBe(index);
      expect(seenEntries().filter((entry) => entry.endsWith('from 105'))).toEqual([]);
      expect(seenEntries()).toHaveLength(11);
    }),
  );

  it(
    'sends what is for many to the group of its VNI',
    onHost(async (site) => {
      const vnis = [{ first: 100, last: 101, group: '239.1.1.1' }, { first: 200 }];

      await site.submit(shared({ vnis }));

      expect(seenVnis()).toEqual(['100-101 239.1.1.1', '200']);
      expect(seenEntries()).toEqual([
        `${flood} 198.51.100.2 vni 200 from 200`,
        `${flood} 239.1.1.1 via eth1 vni 100 from 100`,
        `${flood} 239.1.1.1 via eth1 vni 101 from 101`,
      ]);
      const next = [{ first: 100, group: '239.1.1.2' }, { first: 101 }];
      const { problems } = await site.submit(shared({ vnis: next }));
      expect(problems).toEqual([]);
      expect(seenVnis()).toEqual(['100 239.1.1.2', '101']);
    }),
  );

  it(
    'knows a station in one VNI and not in another',
    onHost(async (site) => {
      const mac = '02:00:5e:00:53:77';
      const fdb = [10000, 10001].map((vni) => ({ mac, vni, member: 'host-b' }));

      await site.submit(shared({ flood: 'none', fdb }));

      expect(seenEntries()).toEqual([
        `${mac} 198.51.100.2 vni 10000 from 10000`,
        `${mac} 198.51.100.2 vni 10001 from 10001`,
      ]);
    }),
  );

  it(
    'gets back what somebody takes away, VNIs and ends',
    onHost(async (site) => {
      await site.submit(shared({ vnis: [{ first: 100, last: 110 }] }));
      bridge('vni', 'delete', 'vni', '103-104', 'dev', 'vx-lan');
      bridge('vni', 'add', 'vni', '900', 'dev', 'vx-lan');
      const end = ['dst', '198.51.100.2', 'vni', '105', 'src_vni', '105'];
      bridge('fdb', 'delete', flood, 'dev', 'vx-lan', ...end);

      const { lines } = await site.submit(shared({ vnis: [{ first: 100, last: 110 }] }));

      expect(lines).toEqual([
        'change link vx-lan (vxlan.vnis)',
        `change fdb vx-lan ${flood} 198.51.100.2 (sourceVnis)`,
      ]);
      expect(seenVnis()).toEqual(['100-110']);
      expect(seenEntries()).toHaveLength(11);
    }),
  );

  it(
    'is a device of its own: what served one VNI is made anew',
    onHost(async (site) => {
      await site.submit(segment());

      const { lines } = await site.submit(shared());

      expect(lines[0]).toBe(
        'recreate link vx-lan (vxlan.external, vxlan.vni, vxlan.vniFilter, vxlan.vnis)',
      );
    }),
  );

  it(
    'leaves its UDP port to no device for one VNI',
    onHost(async (site) => {
      const one: Workload = {
        name: 'one',
        type: 'vxlan',
        data: { vni: 7, members: [here({ name: 'vx-one' })] },
      };

      const { problems } = await site.submit(shared(), one);

      expect(problems).toEqual(['udp-port-conflict /workloads/1/data/members/0']);
      expect(site.writes).toBe(0);
    }),
  );

  it(
    'is refused a VNI that stands on another device of the host',
    onHost(
      async (site) => {
        const { problems } = await site.submit(shared({ vnis: [{ first: 100, last: 110 }] }));

        expect(problems).toEqual(['vni-claimed-twice /workloads/0/data/members/0']);
      },
      () => {
        const outer = ['local', '198.51.100.1', 'dev', 'eth1', 'dstport', '4789'];
        ip('link', 'add', 'vx-mine', 'type', 'vxlan', 'external', 'vnifilter', ...outer);
        bridge('vni', 'add', 'vni', '105', 'dev', 'vx-mine');
      },
    ),
  );

  it.each([
    ['a VNI beside it', { vni: 7 }, ['vni-with-shared-device vni']],
    ['no VNIs', { vnis: undefined }, ['vni-missing vnis']],
    ['VNIs without the device', { device: undefined, vni: 7 }, ['vnis-without-shared-device vnis']],
    ['a range from its end', { vnis: [{ first: 2, last: 1 }] }, ['vni-range-invalid vnis/0']],
    ['a VNI twice', { vnis: [{ first: 1, last: 9 }, { first: 9 }] }, ['vni-range-overlap vnis/1']],
    ['too many', { vnis: [{ first: 1, last: 16385 }] }, ['vni-range-too-large vnis']],
    ['a VLAN of no bridge', { vnis: [{ first: 1, vlan: 7 }] }, ['attachment-missing vnis/0/vlan']],
    [
      'a VLAN beyond the last',
      { vnis: [{ first: 1, last: 2, vlan: 4094 }], attach: 'lan' },
      ['vlan-id-out-of-range vnis/0/vlan'],
    ],
    [
      'a VLAN twice',
      {
        vnis: [
          { first: 1, last: 2, vlan: 7 },
          { first: 9, vlan: 8 },
        ],
        attach: 'lan',
      },
      ['vlan-range-overlap vnis/1/vlan'],
    ],
    [
      'a group of the other family',
      { vnis: [{ first: 1, group: 'ff05::1' }] },
      ['underlay-families-mixed vnis/0/group'],
    ],
    [
      'a station of no VNI',
      { fdb: [{ mac: '02:00:5e:00:53:77', member: 'host-b' }] },
      ['vni-missing fdb/0/vni'],
    ],
  ])('is refused %s', (_what, data, problems) =>
    onHost(async (site) => {
      const expected = problems.map((line) => line.replace(' ', ' /workloads/0/data/'));

      expect((await site.submit(shared(data))).problems).toEqual(expected);
      expect(site.writes).toBe(0);
    })(),
  );
});

describe('X14: what answers for neighbours', () => {
  const lan: Workload = {
    name: 'lan',
    type: 'bridge',
    data: { members: [{ node: 'host-a', name: 'br-lan' }] },
  };
  const seenPort = (): unknown => seenLink('vx-lan')?.linkinfo?.info_slave_data;

  it(
    'does so without learning, and learns again when it no longer does',
    onHost(async (site) => {
      const bridgePort = { neighbourSuppression: true, learning: false };
      const quiet = segment({ attach: 'lan', learning: false, bridgePort });
      await site.submit(lan, quiet);
      expect(seenPort()).toMatchObject({ neigh_suppress: true, learning: false });
      expect(seenOptions()?.['learning']).toBe(false);

      await site.submit(lan, segment({ attach: 'lan' }));

      expect(seenPort()).toMatchObject({ neigh_suppress: false, learning: true });
      expect(seenOptions()?.['learning']).toBe(true);
    }),
  );

  it(
    'keeps its bridge: a contract without it is refused',
    onHost(async (site) => {
      const quiet = segment({ attach: 'lan', bridgePort: { neighbourSuppression: true } });
      await site.submit(lan, quiet);

      const { problems } = await site.submit(quiet);

      expect(problems).toEqual(['attachment-unknown /workloads/0/data/attach']);
      expect(seenLink('vx-lan')).toMatchObject({ master: 'br-lan' });
    }),
  );
});

describe('X15: forwarding entries', () => {
  it(
    'lead to three ends, with and without the interface by which they are reached',
    onHost(async (site) => {
      const [one, two, three] = ['1', '2', '3'].map((last) => `02:00:5e:00:53:0${last}`);
      const fdb = [
        { mac: one, member: 'host-b' },
        { mac: two, address: '203.0.113.9', via: 'eth2' },
        { mac: three, address: '203.0.113.10', port: 4790, vni: 9 },
      ];

      await site.submit(segment({ flood: 'none', learning: false, fdb }));

      expect(seenEntries()).toEqual([
        `${one} 198.51.100.2`,
        `${two} 203.0.113.9 via eth2`,
        `${three} 203.0.113.10 port 4790 vni 9`,
      ]);
    }),
  );

  it(
    'of link-local ends name the underlay',
    onHost(async (site) => {
      const peers = ['fe80::2', 'fe80::3'].map((address) => ({ address }));

      await site.submit(segment({ family: 'ipv6', members: [here()], peers }));

      expect(seenEntries()).toEqual([`${flood} fe80::2 via eth1`, `${flood} fe80::3 via eth1`]);
    }),
  );
});

describe('X16: the rest of the parameters', () => {
  it(
    'is read back as it was asked for',
    onHost(async (site) => {
      const { state } = await site.submit(
        segment({
          flood: { group: '239.1.1.1' },
          sourcePorts: { first: 42000, last: 42100 },
          ageingTime: 60,
          maxAddresses: 100,
          ttl: 3,
          shortCircuit: true,
          arpProxy: true,
          l2Miss: true,
          l3Miss: true,
          udpChecksum: false,
          groupPolicy: true,
        }),
      );

      expect(state).toBe('applied');
      expect(seenOptions()).toMatchObject({
        group: '239.1.1.1',
        port_range: { low: 42000, high: 42100 },
        ageing: 60,
        limit: 100,
        ttl: 3,
        rsc: true,
        proxy: true,
        l2miss: true,
        l3miss: true,
        udp_csum: false,
        gbp: true,
      });
    }),
  );

  it(
    'is refused where it is not known, not dropped',
    onHost(async (site) => {
      const { state, problems } = await site.submit(segment({ remoteChecksumOffload: true }));

      expect([state, problems]).toEqual([
        'refused',
        ['member-unknown /workloads/0/data/remoteChecksumOffload'],
      ]);
    }),
  );
});

describe('X18: what fails leaves nothing behind', () => {
  it(
    'where the underlay is missing',
    onHost(
      async (site) => {
        const lan: Workload = {
          name: 'lan',
          type: 'bridge',
          data: { members: [{ node: 'host-a' }] },
        };

        const { problems } = await site.submit(lan, segment({ attach: 'lan', members: [here()] }));

        expect(problems).toEqual(['underlay-unknown /workloads/1/data/members/0/underlay']);
        expect([site.writes, seenLinks().filter(({ ifalias }) => ifalias !== undefined)]).toEqual([
          0,
          [],
        ]);
      },
      () => ip('link', 'delete', 'eth1'),
    ),
  );
});

describe('X19: what belongs to others', () => {
  it(
    'keeps its name',
    onHost(
      async (site) => {
        const foreign = seenLink('vx-lan');

        const { problems } = await site.submit(segment());

        expect(problems).toEqual(['interface-name-conflict /workloads/0/data/members/0']);
        expect(seenLink('vx-lan')).toEqual(foreign);
      },
      () =>
        ip('link', 'add', 'vx-lan', 'type', 'vxlan', 'id', '99', 'dev', 'eth2', 'dstport', '4789'),
    ),
  );

  it(
    'keeps its VNI, also where it names neither source nor underlay',
    onHost(
      async (site) => {
        const { problems } = await site.submit(segment());

        expect(problems).toEqual(['vni-claimed-twice /workloads/0/data/members/0']);
      },
      () => ip('link', 'add', 'vx-mine', 'type', 'vxlan', 'id', '7', 'dstport', '4789'),
    ),
  );

  it(
    'keeps its UDP port where it receives in another way',
    onHost(
      async (site) => {
        const { problems } = await site.submit(segment({ family: 'ipv6' }));

        expect(problems).toEqual(['udp-port-conflict /workloads/0/data/members/0']);
        expect((await site.submit(segment({ family: 'ipv6', port: 8472 }))).state).toBe('applied');
      },
      () => {
        const outer = ['local', '2001:db8::1', 'dev', 'eth1', 'dstport', '4789'];
        ip('link', 'add', 'vx-mine', 'up', 'type', 'vxlan', 'id', '99', ...outer);
      },
    ),
  );
});

describe('X21: learning', () => {
  it(
    'stays off when the link goes down and up, and comes off again when somebody switches it on',
    onHost(async (site) => {
      const silent = segment({ learning: false });
      await site.submit(silent);

      ip('link', 'set', 'vx-lan', 'down');
      ip('link', 'set', 'vx-lan', 'up');
      expect(seenOptions()?.['learning']).toBe(false);

      ip('link', 'set', 'vx-lan', 'type', 'vxlan', 'id', '7', 'learning');
      expect(seenOptions()?.['learning']).toBe(true);
      const { lines } = await site.submit(silent);

      expect(lines).toEqual(['change link vx-lan (vxlan.learning)']);
      expect(seenOptions()?.['learning']).toBe(false);
    }),
  );
});

describe('X25: frames for everybody', () => {
  it(
    'reach the port of a bridge, and no longer when it has left',
    onHost(async (site) => {
      const lan: Workload = {
        name: 'lan',
        type: 'bridge',
        data: { members: [{ node: 'host-a', name: 'br-lan' }] },
      };
      const flags = (): unknown =>
        (seenLink('vx-lan') as { promiscuity?: number } | undefined)?.promiscuity;

      await site.submit(lan, segment({ attach: 'lan' }));
      expect(flags()).toBe(1);

      await site.submit(lan, segment());
      expect(flags()).toBe(0);
    }),
  );
});

describe('X15: the address of an interface', () => {
  it(
    'is what a segment is sent from, and the segment follows it in place',
    onHost(async (site) => {
      const followed = segment({ members: [here({ local: { addressOf: 'eth1' } }), hostB] });
      await site.submit(followed);
      const { ifindex } = seenLink('vx-lan') ?? {};
      expect(seenOptions()?.['local']).toBe('198.51.100.1');

      // The secondary one of the same network goes with it.
      ip('address', 'delete', '198.51.100.1/24', 'dev', 'eth1');
      ip('address', 'replace', '198.51.100.77/24', 'dev', 'eth1');
      const { lines } = await site.submit(followed);

      expect(lines).toEqual(['change link vx-lan (vxlan.local)']);
      expect(seenOptions()?.['local']).toBe('198.51.100.77');
      expect(seenLink('vx-lan')?.ifindex).toBe(ifindex);
      for (const address of ['198.51.100.77/24', '198.51.100.1/24', '198.51.100.9/24'])
        ip('address', address.includes('77') ? 'delete' : 'replace', address, 'dev', 'eth1');
    }),
  );

  it(
    'lacks, and nothing is made',
    Site.run(async (site) => {
      const followed = segment({ members: [here({ local: { addressOf: 'eth1' } }), hostB] });

      expect((await site.submit(followed)).problems).toEqual([
        'local-address-unknown /workloads/0/data/members/0/local',
      ]);
      expect(seenLink('vx-lan')).toBeUndefined();
    }),
  );
});
