import { recordedDump, recordedRequest, seenDump } from '../test/fixtures.js';
import { address, cidr } from '../test/sample-resources.js';
import {
  createRoute,
  decodeRoute,
  deleteRoute,
  dumpRoutes,
  replaceRoute,
} from './route-message.js';

const toV4 = {
  destination: cidr('203.0.113.0/24'),
  table: 254,
  metric: 50,
  via: address('198.51.100.9'),
  link: 60,
};

describe('route requests', () => {
  it.each([
    ['route', createRoute(toV4)],
    [
      'route over IPv6',
      createRoute({
        destination: cidr('2001:db8:2::/48'),
        table: 254,
        metric: 1024,
        via: address('2001:db8:1::9'),
        link: 60,
      }),
    ],
    [
      'route on the link',
      createRoute({ destination: cidr('192.0.2.128/25'), table: 254, metric: 50, link: 60 }),
    ],
    [
      'default route of another table',
      createRoute({
        destination: cidr('0.0.0.0/0'),
        table: 1000,
        metric: 0,
        via: address('198.51.100.9'),
        link: 60,
      }),
    ],
    ['route replaced', replaceRoute({ ...toV4, via: address('198.51.100.10') })],
    ['route gone', deleteRoute({ destination: toV4.destination, table: 254, metric: 50 }, 72)],
  ])('are what ip sends, byte for byte: %s', (name, request) => {
    const recorded = recordedRequest(name);

    expect(request.body.toString('hex')).toBe(recorded.body.toString('hex'));
    expect([request.type, request.flags]).toEqual([recorded.type, recorded.flags]);
  });

  it('ask for all routes', () => {
    expect(dumpRoutes()).toEqual({ type: 26, flags: 0x301, body: Buffer.alloc(12) });
  });
});

describe('route messages', () => {
  interface Seen {
    readonly type?: string;
    readonly dst: string;
    readonly gateway?: string;
    readonly metric?: number;
    readonly protocol: string;
    readonly table?: string;
  }

  it.each([
    ['routes over IPv4', '0.0.0.0/0', 32],
    ['routes over IPv6', '::/0', 128],
  ])('tell what ip tells of routes: %s', (name, everything, whole) => {
    const seen = (seenDump(name) as readonly Seen[]).filter(({ type = '1' }) =>
      ['1', '6', '7', '8'].includes(type),
    );
    const told = recordedDump(name).flatMap(({ body }) => decodeRoute(body) ?? []);

    expect(
      told.map(({ destination, via, metric, protocol, table }) => ({
        destination,
        via,
        metric,
        protocol,
        table,
      })),
    ).toEqual(
      seen.map(({ dst, gateway, metric = 0, protocol, table }) => ({
        destination: dst === 'default' ? everything : dst.includes('/') ? dst : `${dst}/${whole}`,
        via: gateway,
        metric,
        protocol: Number(protocol),
        table: Number(table ?? 254),
      })),
    );
    expect(told.length).toBeGreaterThan(3);
  });

  it('with several next hops tell neither', () => {
    const several = recordedDump('routes over IPv4')
      .flatMap(({ body }) => decodeRoute(body) ?? [])
      .find(({ destination }) => destination === '198.51.100.128/25');

    expect(several).toEqual({
      destination: '198.51.100.128/25',
      table: 254,
      metric: 0,
      protocol: 3,
    });
  });

  it('are refused when they are shorter than their header', () => {
    expect(() => decodeRoute(Buffer.alloc(11))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});
