import { sampleDelta, sampleKey } from '../test/sample-flows.js';
import { endReason, type FlowRecord } from './flow-record.js';
import { FlowTable } from './flow-table.js';

async function due(table: FlowTable, now: number): Promise<readonly FlowRecord[]> {
  const all: FlowRecord[] = [];
  for await (const part of table.expire(now)) all.push(...part);
  return all;
}

describe('a flow', () => {
  it('adds up over readings until it has been silent for the idle time', async () => {
    const table = new FlowTable({ active: 60_000, idle: 15_000 });
    table.add(sampleDelta({ first: 1000, last: 2000 }), 0);
    table.add(sampleDelta({ first: 3000, last: 4000 }), 0);
    expect(await due(table, 18_999)).toEqual([]);
    expect(await due(table, 19_000)).toMatchObject([
      { packets: 20, octets: 2120, first: 1000, last: 4000, reason: endReason.idle },
    ]);
    expect(table.size).toBe(0);
  });

  it('is reported every active time while it lasts', async () => {
    const table = new FlowTable({ active: 60_000, idle: 15_000 });
    table.add(sampleDelta({ first: 0, last: 59_999 }), 0);
    expect(await due(table, 60_000)).toMatchObject([{ reason: endReason.active }]);
  });

  it('of TCP that was closed has ended', async () => {
    const table = new FlowTable({ active: 60_000, idle: 1000 });
    table.add(sampleDelta({ first: 0, last: 0, tcpFlags: 0x11 }), 0);
    expect(await due(table, 1000)).toMatchObject([{ reason: endReason.ended }]);
  });

  it('is kept over a restart as it was', async () => {
    const table = new FlowTable({ active: 60_000, idle: 1000 });
    table.add(sampleDelta({ octets: 5e12 }), 100);
    table.add(sampleDelta({ key: sampleKey({ family: 6 }) }), 100);
    const after = new FlowTable({ active: 60_000, idle: 1000 });
    after.restore(await table.pack());
    expect(after.flush()).toEqual(table.flush());
  });
});
