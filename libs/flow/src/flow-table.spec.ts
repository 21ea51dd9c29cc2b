import { flowsIn, sampleKey, sampleRows, type SampleFlow } from '../test/sample-flows.js';
import { endReason } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';
import { FlowTable } from './flow-table.js';

async function all(parts: AsyncGenerator<FlowRows>): Promise<readonly SampleFlow[]> {
  const flows: SampleFlow[] = [];
  for await (const part of parts) flows.push(...flowsIn(part));
  return flows;
}

const due = (table: FlowTable, now: number): Promise<readonly SampleFlow[]> =>
  all(table.expire(now));

describe('a flow', () => {
  it('adds up over readings until it has been silent for the idle time', async () => {
    const table = new FlowTable({ active: 60_000, idle: 15_000 });
    table.add(sampleRows({ first: 1000, last: 2000, tcpFlags: 2 }), 0);
    table.add(sampleRows({ first: 3000, last: 4000, tcpFlags: 16 }), 0);
    expect(await due(table, 18_999)).toEqual([]);
    expect(await due(table, 19_000)).toMatchObject([
      { packets: 20, octets: 2120, first: 1000, last: 4000, tcpFlags: 18, reason: endReason.idle },
    ]);
    expect(table.size).toBe(0);
  });

  it('is reported every active time while it lasts', async () => {
    const table = new FlowTable({ active: 60_000, idle: 15_000 });
    table.add(sampleRows({ first: 0, last: 59_999 }), 0);
    expect(await due(table, 60_000)).toMatchObject([{ reason: endReason.active }]);
  });

  it('of TCP that was closed has ended', async () => {
    const table = new FlowTable({ active: 60_000, idle: 1000 });
    table.add(sampleRows({ first: 0, last: 0, tcpFlags: 0x11 }), 0);
    expect(await due(table, 1000)).toMatchObject([{ reason: endReason.ended }]);
  });

  it('is kept over a restart as it was', async () => {
    const table = new FlowTable({ active: 60_000, idle: 1000 });
    table.restore(sampleRows({ octets: 5e12 }, { key: sampleKey({ family: 6 }) }));
    const after = new FlowTable({ active: 60_000, idle: 1000 });
    after.restore(table.rows);
    expect(await all(after.flush())).toEqual(await all(table.flush()));
  });
});

describe('many flows', () => {
  const flows = Array.from({ length: 10_000 }, (_, index) => ({
    key: sampleKey({ sourcePort: index }),
    last: index % 3 === 0 ? 0 : 1000,
    first: 0,
    packets: 1,
  }));

  it('are each counted on their own, over several readings', async () => {
    const table = new FlowTable({ active: 60_000, idle: 15_000 });
    table.restore(sampleRows(...flows));
    table.restore(sampleRows(...flows.toReversed()));
    expect(table.size).toBe(10_000);
    const found = await all(table.flush());
    expect(new Set(found.map(({ key }) => key.readUInt16LE(14))).size).toBe(10_000);
    expect(found.every(({ packets }) => packets === 2)).toBe(true);
  });

  it('that are not due stay and are found again, also where who took the others looked no further', async () => {
    const table = new FlowTable({ active: 60_000, idle: 1000 });
    table.restore(sampleRows(...flows));
    const parts = table.expire(1000);
    const first = await parts.next();
    const taken = first.value === undefined ? [] : flowsIn(first.value as FlowRows);
    await parts.return(undefined);
    expect(taken.length).toBeGreaterThan(0);
    expect(table.size).toBe(10_000 - taken.length);
    table.restore(sampleRows(...flows));
    expect(table.size).toBe(10_000);
    const packets = (await all(table.flush())).reduce((sum, flow) => sum + flow.packets, 0);
    expect(packets).toBe(20_000 - taken.length);
  });
});
