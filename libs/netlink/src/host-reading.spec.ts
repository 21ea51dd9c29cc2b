import { bridgeDefaults } from '#drivers';
import { recordedDump } from '../test/fixtures.js';
import { owner } from '../test/sample-resources.js';
import { decodeAddress } from './address-message.js';
import { decodeFdbEntry } from './fdb-message.js';
import { readHost, type HostRecords } from './host-reading.js';
import { decodeLink } from './link-message.js';
import { decodeRoute } from './route-message.js';

const bodies = (dump: string): readonly Buffer[] => recordedDump(dump).map(({ body }) => body);

const recorded: HostRecords = {
  links: bodies('links').map((body) => decodeLink(body)),
  addresses: bodies('addresses').flatMap((body) => decodeAddress(body) ?? []),
  routes: [...bodies('routes over IPv4'), ...bodies('routes over IPv6')].flatMap(
    (body) => decodeRoute(body) ?? [],
  ),
  fdb: bodies('fdb').flatMap((body) => decodeFdbEntry(body) ?? []),
  mdb: [],
};

describe('the host out of its dumps', () => {
  const host = readHost(recorded);
  const link = (name: string): unknown =>
    host.links.find(({ resource }) => resource.name === name)?.resource;

  const { vlans, ...defaults } = bridgeDefaults;

  it('names masters and underlays and knows its owner', () => {
    expect(link('br-lan')).toEqual({
      type: 'link',
      kind: 'bridge',
      name: 'br-lan',
      owner,
      mtu: 1400,
      mac: '02:00:00:00:00:01',
      master: null,
      up: true,
      ipv6: true,
      bridge: { ...defaults, stp: true },
    });
    expect(link('vx-lan')).toMatchObject({
      kind: 'vxlan',
      master: 'br-lan',
      vxlan: { vni: 100, underlay: 'up0', local: '192.0.2.1', ttl: 12, tos: 8, df: 'set' },
    });
    expect(link('vx-lan')).not.toHaveProperty('owner');
  });

  it('keeps the word of the kernel for other kinds', () => {
    expect([link('up0'), link('lo')]).toEqual([
      expect.objectContaining({ kind: 'other', kernelKind: 'veth' }),
      expect.objectContaining({ kind: 'other', kernelKind: '' }),
    ]);
  });

  it('is sorted by identity', () => {
    const names = host.links.map(({ resource }) => resource.name);

    expect(names).toEqual([...names].sort());
    expect(readHost({ ...recorded, links: recorded.links.toReversed() })).toEqual(host);
  });

  it('leaves out addresses and routes that the kernel makes itself', () => {
    expect(host.addresses.map(({ address }) => address)).toEqual([
      '198.51.100.1/24',
      '2001:db8:1::1/64',
      '192.0.2.1/24',
      '2001:db8::1/64',
    ]);
    expect(host.routes.map(({ destination }) => destination)).toEqual([
      '198.51.100.128/25',
      '2001:db8:2::/48',
      '203.0.113.0/24',
      '203.0.113.128/25',
    ]);
    expect(host.routes.at(-1)).toMatchObject({ deadEnd: 'blackhole', protocol: 3 });
  });

  it('knows a route of ours by its number and its link, and calls no other ours', () => {
    expect(host.routes.map((route) => [route.protocol, route.owner])).toEqual([
      [3, undefined],
      [72, owner],
      [72, owner],
      [3, undefined],
    ]);
    const unmarked = recorded.links.map(({ alias: _alias, ...fields }) => fields);
    expect(readHost({ ...recorded, links: unmarked }).routes.map((route) => route.owner)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes the owner of a forwarding entry from its link', () => {
    const alias = recorded.links.find(({ name }) => name === 'br-lan')?.alias ?? '';
    const marked = recorded.links.map((record) =>
      record.name === 'vx-lan' ? { ...record, alias } : record,
    );

    expect(
      readHost({ ...recorded, links: marked }).fdb.map((entry) => [
        entry.link,
        'destination' in entry ? entry.destination : undefined,
        entry.owner,
      ]),
    ).toEqual([
      ['vx-lan', '198.51.100.3', owner],
      ['vx-lan', '198.51.100.7', owner],
      ['vx-six', '2001:db8::2', undefined],
    ]);
  });

  it('leaves out what hangs on a link that the link dump did not have', () => {
    const host = readHost({ ...recorded, links: [] });

    expect([host.links, host.addresses, host.fdb]).toEqual([[], [], []]);
    expect(host.routes.every((route) => route.link === undefined)).toBe(true);
  });
});
