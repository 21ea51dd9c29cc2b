import { bridgeRecord, FakeTables, linkRecord, vxlanRecord } from '../test/fake-tables.js';
import { LinkRefresh } from './link-refresh.js';
import { LinkTable } from './link-table.js';

describe('reading links anew', () => {
  let kernel: FakeTables;
  let table: LinkTable;

  beforeEach(() => {
    kernel = new FakeTables();
    table = new LinkTable();
    const links = [
      linkRecord(1, 'up0'),
      bridgeRecord(2, 'br0'),
      vxlanRecord(3, 'vx0', { master: 2 }),
      vxlanRecord(4, 'vx1'),
    ];
    kernel.put(...links);
    for (const link of links) table.put(link);
  });

  const run = async (...asked: (number | string)[]): Promise<LinkRefresh> => {
    const refresh = new LinkRefresh(table, kernel);
    expect(await refresh.run(asked)).toBe(true);
    return refresh;
  };

  it('reads what is asked for and nothing else where names stay', async () => {
    kernel.put(vxlanRecord(3, 'vx0', { mtu: 1300 }));

    const { fresh, gone, reshaped } = await run(3);

    expect([...fresh.keys()]).toEqual([3]);
    expect([gone.size, reshaped.size]).toEqual([0, 0]);
    expect(kernel.taken()).toEqual(['link 3']);
  });

  it('reads also what refers to a link that was renamed', async () => {
    kernel.put(bridgeRecord(2, 'br9'));

    const { fresh, reshaped } = await run(2);

    expect([...fresh.keys()]).toEqual([2, 3]);
    expect([...reshaped]).toEqual([2]);
  });

  it('reads also what hung on a link that is gone', async () => {
    kernel.kernelLinks.delete(1);
    kernel.kernelLinks.delete(3);
    kernel.kernelLinks.delete(4);

    const { gone } = await run(1);

    expect([...gone]).toEqual([1, 3, 4]);
  });

  it('looks for a link by its number when its name is nobody’s any more', async () => {
    kernel.put(vxlanRecord(3, 'moved', { master: 2 }));

    const { fresh, gone } = await run('vx0');

    expect(fresh.get(3)?.name).toBe('moved');
    expect(gone.size).toBe(0);
  });

  it('reads both of two links that have swapped their names', async () => {
    kernel.put(vxlanRecord(3, 'vx1', { master: 2 }), vxlanRecord(4, 'vx0'));

    const { fresh } = await run(3);

    expect([...fresh].map(([index, { name }]) => [index, name])).toEqual([
      [3, 'vx1'],
      [4, 'vx0'],
    ]);
    expect([table.indexOf('vx0'), table.indexOf('vx1')]).toEqual([4, 3]);
  });

  it('gives up on links that change places all the time', async () => {
    let swapped = false;
    kernel.beforeLinks = () => {
      swapped = !swapped;
      kernel.put(
        vxlanRecord(3, swapped ? 'vx1' : 'vx0', { master: 2 }),
        vxlanRecord(4, swapped ? 'vx0' : 'vx1'),
      );
    };

    expect(await new LinkRefresh(table, kernel).run([3])).toBe(false);
  });

  it('knows from a reading of all links which are gone', () => {
    const refresh = new LinkRefresh(table, kernel);

    refresh.takeAll([linkRecord(1, 'up0'), vxlanRecord(4, 'vx1')]);

    expect([...refresh.gone]).toEqual([2, 3]);
    expect([...table.links.keys()]).toEqual([1, 4]);
  });
});
