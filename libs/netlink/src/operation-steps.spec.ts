import { ownProtocol, type Operation, type RouteResource } from '#drivers';
import { change, create, remove } from '../test/operations.js';
import {
  address,
  addressOn,
  bridgeLink,
  cidr,
  flood,
  mac,
  name,
  vxlanLink,
} from '../test/sample-resources.js';
import { adoptAddress, createAddress, deleteAddress } from './address-message.js';
import { createFdbEntry, deleteFdbEntry } from './fdb-message.js';
import { LinkDirectory } from './link-directory.js';
import { changeLink, changeLinkKind, deleteLink } from './link-message.js';
import { stepsOf } from './operation-steps.js';
import { createRoute, deleteRoute, replaceRoute } from './route-message.js';
import { encodeBridge } from './bridge-data.js';
import { encodeVxlan } from './vxlan-data.js';

const links = new LinkDirectory();
for (const [text, index] of [
  ['br-lan', 60],
  ['br-two', 61],
  ['vx-lan', 70],
  ['up0', 50],
  ['up1', 51],
  ['eth1', 52],
] as const) {
  links.add(name(text), index);
}

const requests = (operation: Operation): unknown => {
  const steps = stepsOf(operation, links);
  return 'missing' in steps ? steps : steps.map(({ request }) => request);
};

const lan = bridgeLink('br-lan');
const segment = vxlanLink('vx-lan');
const port = { type: 'port', link: name('eth1'), master: name('br-lan') } as const;
const onLan = addressOn('br-lan', '198.51.100.1/24');
const entry = flood('vx-lan', '198.51.100.2');
const entrySettings = { link: 70, mac: entry.mac, destination: entry.destination };
const route: RouteResource = {
  type: 'route',
  destination: cidr('203.0.113.0/24'),
  table: 254,
  metric: 0,
  via: address('198.51.100.9'),
  link: name('br-lan'),
  protocol: ownProtocol,
};
const routeSettings = {
  destination: route.destination,
  table: 254,
  metric: 0,
  via: address('198.51.100.9'),
  link: 60,
};

describe('the messages of an operation', () => {
  it.each<readonly [string, Operation, unknown]>([
    ['an address comes', create(onLan), [createAddress(60, onLan.address)]],
    [
      'an address becomes ours',
      { ...change(onLan, onLan), action: 'change' },
      [adoptAddress(60, onLan.address)],
    ],
    ['an address goes', remove(onLan), [deleteAddress(60, onLan.address)]],
    ['a route comes', create(route), [createRoute(routeSettings)]],
    [
      'a route changes',
      change(route, { ...route, via: address('198.51.100.8') }),
      [replaceRoute({ ...routeSettings, via: address('198.51.100.8') })],
    ],
    [
      'a route goes, whoever made it',
      remove({ ...route, protocol: 3 }),
      [deleteRoute(routeSettings, 3)],
    ],
    ['an entry comes', create(entry), [createFdbEntry(entrySettings)]],
    ['an entry goes', remove(entry), [deleteFdbEntry(entrySettings)]],
    ['a port joins', create(port), [changeLink(52, { master: 60 })]],
    [
      'a port moves',
      change(port, { ...port, master: name('br-two') }),
      [changeLink(52, { master: 61 })],
    ],
    ['a port leaves', remove(port), [changeLink(52, { master: 0 })]],
    ['a link goes', remove(lan), [deleteLink(60)]],
    ['a link gets an MTU', change(lan, { ...lan, mtu: 1300 }), [changeLink(60, { mtu: 1300 })]],
    [
      'a link gets an address and goes down',
      change(
        { ...lan, mac: mac('02:00:00:00:00:01') },
        { ...lan, mac: mac('02:00:00:00:00:02'), up: false },
      ),
      [changeLink(60, { mac: mac('02:00:00:00:00:02'), up: false })],
    ],
    [
      'a link joins a bridge',
      change(segment, { ...segment, master: name('br-lan') }),
      [changeLink(70, { master: 60 })],
    ],
    [
      'a link leaves its bridge',
      change({ ...segment, master: name('br-lan') }, segment),
      [changeLink(70, { master: 0 })],
    ],
    [
      'a bridge starts spanning tree',
      change(lan, { ...lan, bridge: { stp: true } }),
      [changeLinkKind(60, { kind: 'bridge', data: encodeBridge({ stp: true }) })],
    ],
    [
      'a VXLAN changes in two messages, its kind first',
      change(segment, vxlanLink('vx-lan', { ttl: 1, underlay: name('up1') }, { mtu: 1300 })),
      [
        changeLinkKind(70, { kind: 'vxlan', data: encodeVxlan({ underlay: 51, ttl: 1 }) }),
        changeLink(70, { mtu: 1300 }),
      ],
    ],
    [
      'a VXLAN changes its source',
      change(segment, vxlanLink('vx-lan', { local: address('192.0.2.2') })),
      [changeLinkKind(70, { kind: 'vxlan', data: encodeVxlan({ local: address('192.0.2.2') }) })],
    ],
    ['IPv6 is no matter of messages', change(lan, { ...lan, ipv6: true }), []],
  ])('%s', (_what, operation, expected) => {
    expect(requests(operation)).toEqual(expected);
  });

  it('give a link a new owner by its mark', () => {
    const after = { ...lan, owner: { contract: lan.owner?.contract ?? '', workload: 'office' } };

    expect(requests(change(lan, after))).toEqual([
      changeLink(60, { alias: 'hercules:01J9Z3NDEKTSV4RRFFQ69G5FAV/office' }),
    ]);
  });

  it.each<readonly [string, Operation, string]>([
    ['an address', create(addressOn('br-none', '198.51.100.1/24')), 'br-none'],
    ['an entry', create(flood('vx-none', '198.51.100.2')), 'vx-none'],
    ['a route', create({ ...route, link: name('br-none') }), 'br-none'],
    ['a port', create({ ...port, link: name('eth9') }), 'eth9'],
    ['a port of a bridge', create({ ...port, master: name('br-none') }), 'br-none'],
    ['a change', change(bridgeLink('br-none'), bridgeLink('br-none', { mtu: 1300 })), 'br-none'],
    ['a change of the bridge', change(segment, { ...segment, master: name('br-none') }), 'br-none'],
    [
      'a change of the underlay',
      change(segment, vxlanLink('vx-lan', { underlay: name('up9') })),
      'up9',
    ],
  ])('need a link that is there: %s', (_what, operation, missing) => {
    expect(requests(operation)).toEqual({ missing });
  });

  it.each<readonly [string, Operation]>([
    ['an address', remove(addressOn('br-none', '198.51.100.1/24'))],
    ['an entry', remove(flood('vx-none', '198.51.100.2'))],
    ['a route', remove({ ...route, link: name('br-none') })],
    ['a port', remove({ ...port, link: name('eth9') })],
    ['a link', remove(bridgeLink('br-none'))],
  ])('are none for taking away %s of a link that is gone', (_what, operation) => {
    expect(requests(operation)).toEqual([]);
  });

  it('of a deletion take what is gone for deleted', () => {
    const tolerated = [remove(onLan), remove(route), remove(entry), remove(lan), remove(port)].map(
      (operation) => {
        const steps = stepsOf(operation, links);
        return 'missing' in steps ? [] : steps.flatMap((step) => step.tolerated);
      },
    );

    expect(tolerated).toEqual([
      ['EADDRNOTAVAIL', 'ENODEV'],
      ['ESRCH', 'ENODEV'],
      ['ENOENT', 'ENODEV', 'EADDRNOTAVAIL'],
      ['ENODEV'],
      ['ENODEV'],
    ]);
  });
});
