import type { Operation } from '#drivers';
import { bridgeRecord, FakeTables, linkRecord, vxlanRecord } from '../test/fake-tables.js';
import { create } from '../test/operations.js';
import { address, cidr, floodMac, vxlanLink } from '../test/sample-resources.js';
import { HostMirror } from './host-mirror.js';
import { readHost } from './host-reading.js';
import { isMostOf, refreshAll, refreshParts } from './host-refresh.js';
import { UnreadChanges } from './unread-changes.js';
import type { HostEvent } from './watch.js';

const flood = (link: number, destination: string) => ({
  link,
  mac: floodMac,
  destination: address(destination),
});

describe('refreshing the mirror of a host', () => {
  let kernel: FakeTables;
  let mirror: HostMirror;

  beforeEach(async () => {
    kernel = new FakeTables();
    mirror = new HostMirror();
    kernel.put(
      linkRecord(1, 'up0'),
      bridgeRecord(2, 'br0'),
      vxlanRecord(3, 'vx0', { master: 2 }),
      vxlanRecord(4, 'vx1'),
    );
    kernel.kernelAddresses = [{ link: 1, address: cidr('192.0.2.1/24'), scope: 0, protocol: 0 }];
    kernel.kernelFdb = [flood(3, '198.51.100.2'), flood(4, '198.51.100.2')];
    await refreshAll(mirror, kernel);
    kernel.taken();
  });

  const refresh = async (
    events: readonly HostEvent[],
    operations: readonly Operation[] = [],
  ): Promise<readonly string[]> => {
    const unread = new UnreadChanges();
    for (const event of events) unread.addEvent(event);
    unread.addOperations(operations);
    expect(await refreshParts(mirror, kernel, unread.take())).toBe(true);
    expect(mirror.state).toEqual(readHost(await kernel.everything()));
    return kernel.taken().filter((reading) => reading !== 'everything');
  };
  const linkChanged = (link: number, gone = false): HostEvent => ({
    type: 'changed',
    family: 'link',
    gone,
    link,
  });

  it('reads nothing where nothing changed', async () => {
    const before = mirror.state;

    expect(await refresh([])).toEqual([]);
    expect(mirror.state).toBe(before);
  });

  it('reads the one link that changed', async () => {
    kernel.put(vxlanRecord(4, 'vx1', { mtu: 1300 }));
    const { fdb, addresses } = mirror.state;

    expect(await refresh([linkChanged(4)])).toEqual(['link 4']);
    expect([mirror.state.fdb, mirror.state.addresses]).toEqual([fdb, addresses]);
    expect(mirror.state.fdb).toBe(fdb);
  });

  it('reads the addresses, and not the forwarding entries, after a link went', async () => {
    kernel.kernelLinks.delete(4);
    kernel.kernelFdb = [flood(3, '198.51.100.2')];

    expect(await refresh([linkChanged(4, true)])).toEqual(['link 4', 'addresses']);
  });

  it('reads the forwarding entries of the one link of which they are', async () => {
    kernel.kernelFdb = [...kernel.kernelFdb, flood(4, '198.51.100.3')];

    expect(await refresh([{ type: 'changed', family: 'fdb', gone: false, link: 4 }])).toEqual([
      'link 4',
      'fdb 4',
    ]);
  });

  it('tells addresses and entries anew of a link that was renamed', async () => {
    kernel.put(linkRecord(1, 'up9'), vxlanRecord(4, 'vx9'));

    await refresh([linkChanged(1), linkChanged(4)]);

    expect(mirror.state.addresses[0]?.link).toBe('up9');
    expect(mirror.state.fdb.map(({ link }) => link)).toEqual(['vx0', 'vx9']);
  });

  it('reads the routes after a change of a link over which one goes, and not of others', async () => {
    kernel.kernelRoutes = [
      { destination: cidr('203.0.113.0/24'), table: 254, metric: 0, link: 1, protocol: 4 },
    ];
    await refreshAll(mirror, kernel);
    kernel.taken();

    expect(await refresh([linkChanged(4)])).toEqual(['link 4']);
    kernel.kernelRoutes = [];
    expect(await refresh([linkChanged(1)])).toEqual(['link 1', 'routes']);
  });

  it('reads what we wrote by its name, with the entries that it may have now', async () => {
    kernel.put(vxlanRecord(5, 'vx5'));
    kernel.kernelFdb = [...kernel.kernelFdb, flood(5, '198.51.100.4')];

    expect(await refresh([], [create(vxlanLink('vx5'))])).toEqual([
      'link vx5',
      'link up0',
      'fdb 5',
    ]);
  });

  it('reads links every time of which the kernel does not tell every change', async () => {
    kernel.put(vxlanRecord(4, 'vx1', { up: false, carrier: false }));
    await refresh([linkChanged(4)]);

    expect(await refresh([])).toEqual(['link 4']);
  });

  it('reads one table rather than many parts of it', async () => {
    const many = Array.from({ length: 40 }, (_, index) => vxlanRecord(10 + index, `vy${index}`));
    kernel.put(...many);

    const readings = await refresh(many.map(({ index }) => linkChanged(index)));

    expect(readings.filter((reading) => reading.startsWith('fdb'))).toEqual(['fdb']);
  });

  it.each([
    [0, false],
    [64, false],
    [65, true],
  ])('takes %d changed links of a few for most of the host: %p', (count, isMost) => {
    const unread = new UnreadChanges();
    for (let index = 0; index < count; index += 1) unread.addEvent(linkChanged(index));

    expect(isMostOf(unread.take(), mirror.state)).toBe(isMost);
  });
});
