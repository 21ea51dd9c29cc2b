import { bridgeRecord, linkRecord, vxlanRecord } from '../test/fake-tables.js';
import { address, cidr, floodMac } from '../test/sample-resources.js';
import { HostMirror, type MirrorUpdate } from './host-mirror.js';
import type { LinkRecord } from './link-message.js';

const entry = { link: 3, mac: floodMac, destination: address('198.51.100.2') };
const onUnderlay = { link: 1, address: cidr('192.0.2.1/24'), scope: 0, protocol: 0 };
const later = { link: 9, address: cidr('203.0.113.1/24'), scope: 0, protocol: 0 };

describe('the mirror of a host', () => {
  let mirror: HostMirror;

  beforeEach(() => {
    mirror = new HostMirror();
    update([linkRecord(1, 'up0'), bridgeRecord(2, 'br0'), vxlanRecord(3, 'vx0')], {
      addresses: [onUnderlay, later],
      routes: [],
      fdb: new Map([[3, [entry]]]),
    });
  });

  function update(links: readonly LinkRecord[], others: Partial<MirrorUpdate> = {}): void {
    const moves = links.map((record) => ({ record, move: mirror.table.put(record) }));
    mirror.update({
      links: {
        fresh: new Map(links.map((record) => [record.index, record])),
        gone: new Set(),
        reshaped: new Set(
          moves.flatMap(({ record, move }) => (move.isReshaped ? [record.index] : [])),
        ),
      },
      fdb: new Map(),
      ...others,
    });
  }

  it('is the very same object after a reading that says the same', () => {
    const before = mirror.state;

    update([vxlanRecord(3, 'vx0'), linkRecord(1, 'up0')], {
      addresses: [later, onUnderlay],
      routes: [],
      fdb: new Map([[3, [{ ...entry }]]]),
    });

    expect(mirror.state).toBe(before);
  });

  it('replaces what changed and shares everything else', () => {
    const before = mirror.state;

    update([vxlanRecord(3, 'vx0', { mtu: 1300 })]);

    const { links, ...others } = mirror.state;
    expect(links).toEqual([before.links[0], before.links[1], expect.anything()]);
    expect([links[0], links[1]]).toEqual([before.links[0], before.links[1]]);
    expect(links[0]).toBe(before.links[0]);
    expect(others.fdb).toBe(before.fdb);
    expect(others.addresses).toBe(before.addresses);
  });

  it('tells an address as soon as the link is known on which it stands', () => {
    expect(mirror.state.addresses).toHaveLength(1);

    update([linkRecord(9, 'dm0')]);

    expect(mirror.state.addresses.map(({ link }) => link)).toEqual(['dm0', 'up0']);
  });

  it('takes the entries away with their link', () => {
    mirror.table.remove(3);
    mirror.update({
      links: { fresh: new Map(), gone: new Set([3]), reshaped: new Set([3]) },
      fdb: new Map(),
    });

    expect(mirror.state.fdb).toEqual([]);
    expect(mirror.state.links.map(({ resource }) => resource.name)).toEqual(['br0', 'up0']);
  });

  it('names the links of which not every change is told', () => {
    expect(mirror.quietLinks()).toEqual([]);

    update([linkRecord(1, 'up0', { carrier: false }), bridgeRecord(2, 'br0', { up: false })]);

    expect(mirror.quietLinks()).toEqual([2, 1]);
  });
});
