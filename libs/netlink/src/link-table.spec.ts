import { bridgeRecord, linkRecord, vxlanRecord } from '../test/fake-tables.js';
import { LinkTable } from './link-table.js';

describe('the table of links', () => {
  let table: LinkTable;

  beforeEach(() => {
    table = new LinkTable();
    table.put(linkRecord(1, 'up0'));
    table.put(bridgeRecord(2, 'br0'));
    table.put(vxlanRecord(3, 'vx0', { master: 2 }));
  });

  it.each([
    ['that is as before', vxlanRecord(3, 'vx0', { master: 2 }), [false, false]],
    ['whose MTU changed', vxlanRecord(3, 'vx0', { master: 2, mtu: 1300 }), [false, false]],
    ['that is marked', vxlanRecord(3, 'vx0', { alias: 'mine' }), [false, true]],
    ['that is renamed', vxlanRecord(3, 'vx9'), [true, true]],
    ['that came', vxlanRecord(4, 'vx4'), [true, true]],
    ['that took an index over', bridgeRecord(3, 'vx0'), [false, true]],
  ])('tells what hangs on a link %s', (_what, record, [isRenamed, isReshaped]) => {
    expect(table.put(record)).toEqual({ isRenamed, isReshaped, displaced: undefined });
  });

  it('names the link that had the name so far, and keeps the name for the new one', () => {
    expect(table.put(vxlanRecord(4, 'vx0')).displaced).toBe(3);
    expect(table.remove(3)).toBe(true);
    expect(table.indexOf('vx0')).toBe(4);
  });

  it('finds ports and segments by what they refer to', () => {
    expect(table.referrersTo(new Set([1]))).toEqual([3]);
    expect(table.referrersTo(new Set([2]))).toEqual([3]);
    expect(table.referrersTo(new Set([3]))).toEqual([]);
  });

  it('forgets a link that goes', () => {
    expect(table.remove(3)).toBe(true);
    expect(table.remove(3)).toBe(false);
    expect([table.indexOf('vx0'), table.isVxlan(3)]).toEqual([undefined, false]);
  });
});
