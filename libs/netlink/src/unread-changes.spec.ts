import { create } from '../test/operations.js';
import { addressOn, bridgeLink, flood, name, vxlanLink } from '../test/sample-resources.js';
import { isNothing, UnreadChanges, type Unread } from './unread-changes.js';
import type { HostEvent, WatchedFamily } from './watch.js';

const collected = (add: (changes: UnreadChanges) => void): Unread => {
  const changes = new UnreadChanges();
  add(changes);
  return changes.take();
};
const told = (family: WatchedFamily, gone: boolean, link?: number): HostEvent => ({
  type: 'changed',
  family,
  gone,
  ...(link === undefined ? {} : { link }),
});

describe('changes that have not been read', () => {
  it.each<readonly [string, HostEvent, Partial<Record<keyof Unread, unknown>>]>([
    ['a link that changed', told('link', false, 7), { links: new Set([7]) }],
    [
      'a link that went, with all that stood on it',
      told('link', true, 7),
      { links: new Set([7]), fdb: new Set([7]), addresses: true },
    ],
    ['an address', told('address', false, 7), { links: new Set([7]), addresses: true }],
    ['a forwarding entry', told('fdb', true, 7), { links: new Set([7]), fdb: new Set([7]) }],
    ['a route', told('route', false), { routes: true }],
    ['a route of the kernel', told('route', true, 7), { links: new Set([7]) }],
    ['lost events', { type: 'overrun' }, { everything: true }],
  ])('are what an event calls for: %s', (_what, event, expected) => {
    const nothing: Unread = collected(() => undefined);

    expect(
      collected((changes) => {
        changes.addEvent(event);
      }),
    ).toEqual({ ...nothing, ...expected });
  });

  it('are what we write: the object and the links that it names', () => {
    const unread = collected((changes) => {
      changes.addOperations(
        [
          vxlanLink('vx0', {}, { master: name('br0') }),
          flood('vx1', '198.51.100.2'),
          addressOn('br1', '203.0.113.1/24'),
        ].map(create),
      );
    });

    expect([...unread.names]).toEqual(['vx0', 'br0', 'up0', 'vx1', 'br1']);
    expect(unread).toMatchObject({ addresses: true, routes: false, everything: false });
  });

  it('are handed out once', () => {
    const changes = new UnreadChanges();
    expect(changes.isEmpty).toBe(true);

    changes.addOperations([create(bridgeLink('br0'))]);
    expect(changes.isEmpty).toBe(false);

    expect(isNothing(changes.take())).toBe(false);
    expect(changes.isEmpty).toBe(true);
    expect(isNothing(changes.take())).toBe(true);
  });
});
