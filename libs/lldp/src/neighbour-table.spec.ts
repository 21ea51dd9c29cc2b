import { NeighbourTable } from './neighbour-table.js';

const start = new Date('2026-11-20T08:00:00Z');
const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const said = { chassis: 'sw', port: '1', vlans: [], holdsFor: 120 };
const ports = (table: NeighbourTable, seconds: number): readonly string[] =>
  table.at(later(seconds)).map(({ link, port }) => `${link} ${port}`);

describe('the neighbours of a host', () => {
  let table: NeighbourTable;
  beforeEach(() => {
    table = new NeighbourTable();
  });

  it('are known for as long as their word holds, from the last time on', () => {
    table.hear('eth1', said, start);
    table.hear('eth1', said, later(30));
    expect(table.at(later(149))).toEqual([
      { link: 'eth1', chassis: 'sw', port: '1', vlans: [], heardAt: later(30).toISOString() },
    ]);
    expect(ports(table, 150)).toEqual([]);
  });

  it('go at once when they say good-bye, each for itself', () => {
    table.hear('eth2', said, start);
    table.hear('eth1', { ...said, port: '2' }, start);
    table.hear('eth1', said, start);
    expect(ports(table, 1)).toEqual(['eth1 1', 'eth1 2', 'eth2 1']);
    table.hear('eth1', { ...said, holdsFor: 0 }, later(1));
    expect(ports(table, 1)).toEqual(['eth1 2', 'eth2 1']);
  });

  it('are so many and no more, whoever makes names up', () => {
    for (let port = 0; port < 2000; port += 1) {
      table.hear('eth1', { ...said, port: `${port}` }, start);
    }
    expect(table.at(start)).toHaveLength(1000);
  });
});
