import { attributeTree, linkNesting } from '../test/attribute-tree.js';
import { recordedDump, recordedRequest, seenDump } from '../test/fixtures.js';
import { address, mac, mark } from '../test/sample-resources.js';
import { encodeBridge } from './bridge-data.js';
import {
  changeLink,
  changeLinkKind,
  createLink,
  decodeLink,
  deleteLink,
  dumpLinks,
  type LinkRecord,
} from './link-message.js';
import type { Message, Request } from './messages.js';
import { createVethPair } from './veth-pair.js';
import { encodeVxlan } from './vxlan-data.js';

const headerLength = 16;

const parts = ({ body }: Request | Message): unknown => ({
  header: body.toString('hex', 0, headerLength),
  attributes: attributeTree(body.subarray(headerLength), linkNesting),
});

describe('link requests', () => {
  it.each([
    [
      'bridge',
      createLink(
        60,
        { name: 'br-lan', mac: mac('02:00:00:00:00:01'), mtu: 1400 },
        { kind: 'bridge', data: encodeBridge({ stp: true }) },
      ),
    ],
    [
      'vxlan over IPv4',
      createLink(
        70,
        { name: 'vx-lan', mtu: 1400 },
        {
          kind: 'vxlan',
          data: encodeVxlan({
            vni: 100,
            port: 4789,
            underlay: 50,
            local: address('192.0.2.1'),
            learning: false,
            ttl: 64,
            tos: 8,
            df: 'set',
            udpChecksum: false,
          }),
        },
      ),
    ],
    [
      'vxlan over IPv6',
      createLink(
        71,
        { name: 'vx-six' },
        {
          kind: 'vxlan',
          data: encodeVxlan({
            vni: 16777215,
            port: 8472,
            underlay: 50,
            local: address('2001:db8::1'),
            learning: true,
            udpChecksum: true,
          }),
        },
      ),
    ],
    ['veth', createVethPair({ index: 80, name: 've-one' }, { name: 've-two' })],
  ])('say what ip says: %s', (name, request) => {
    const recorded = recordedRequest(name);

    expect(parts(request)).toEqual(parts(recorded));
    expect([request.type, request.flags]).toEqual([recorded.type, recorded.flags]);
  });

  it.each([
    ['enslave', changeLink(70, { master: 60 })],
    ['release', changeLink(70, { master: 0 })],
    ['up', changeLink(60, { up: true })],
    ['down', changeLink(60, { up: false })],
    ['alias', changeLink(60, { alias: mark })],
    ['vxlan change', changeLinkKind(70, { kind: 'vxlan', data: encodeVxlan({ ttl: 12 }) })],
    ['link gone', deleteLink(80)],
  ])('are what ip sends, byte for byte: %s', (name, request) => {
    const recorded = recordedRequest(name);

    expect(request.body.toString('hex')).toBe(recorded.body.toString('hex'));
    expect(request.flags).toBe(recorded.flags);
  });

  it('leave out what is not given', () => {
    expect(parts(changeLink(60, { mtu: undefined, up: undefined }))).toEqual({
      header: '00000000' + '3c000000' + '00000000' + '00000000',
      attributes: {},
    });
  });

  it('ask for all links without their counters', () => {
    expect(parts(dumpLinks())).toEqual({ header: '00'.repeat(16), attributes: { 29: '08000000' } });
  });
});

describe('link messages', () => {
  interface Seen {
    readonly ifname: string;
    readonly ifindex: number;
    readonly ifalias?: string;
    readonly mtu: number;
    readonly address: string;
    readonly link?: string;
    readonly master?: string;
    readonly flags: readonly string[];
    readonly operstate: string;
    readonly linkinfo?: { readonly info_kind?: string; readonly info_data?: { link?: string } };
  }

  const seen = seenDump('links') as readonly Seen[];
  const links = recordedDump('links').map(({ body }) => decodeLink(body));

  it('tell what ip tells of every link', () => {
    const indexes = new Map(seen.map(({ ifname, ifindex }) => [ifname, ifindex]));

    expect(
      links.map(
        ({ bridge: _bridge, vlan: _vlan, vxlan: _vxlan, ipv6: _ipv6, operStatus, ...link }) => ({
          ...link,
          operStatus,
        }),
      ),
    ).toEqual(
      seen.map((link): Omit<LinkRecord, 'ipv6'> => ({
        index: link.ifindex,
        name: link.ifname,
        ...(link.ifalias === undefined ? {} : { alias: link.ifalias }),
        mtu: link.mtu,
        mac: mac(link.address),
        master: indexes.get(link.master ?? '') ?? 0,
        lower: indexes.get(link.link ?? link.linkinfo?.info_data?.link ?? '') ?? 0,
        group: 0,
        up: link.flags.includes('UP'),
        carrier: link.flags.includes('LOWER_UP'),
        operStatus: link.operstate.toLowerCase() as LinkRecord['operStatus'],
        kind: link.linkinfo?.info_kind ?? '',
      })),
    );
    expect(links.length).toBeGreaterThan(5);
  });

  it('tell whether IPv6 runs', () => {
    expect(links.map(({ ipv6 }) => ipv6)).toEqual(links.map(() => true));
  });

  it('are refused when they are shorter than their header', () => {
    expect(() => decodeLink(Buffer.alloc(15))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});
