import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleRows } from '../test/sample-flows.js';
import { FlowSpool } from './flow-spool.js';
import type { ExportMessage } from './message-builder.js';
import type { SpooledState } from './spool-snapshot.js';

const message = (text: string): ExportMessage => ({
  bytes: Buffer.from(text),
  flows: 1,
  advance: 1,
});

const counts = {
  messages: 0,
  octets: 0,
  flows: 0,
  notSentFlows: 0,
  notSentPackets: 0,
  notSentOctets: 0,
  failures: 0,
};
const state: SpooledState = {
  generation: 12,
  tables: new Map([['table', sampleRows({}, { octets: 5e12 })]]),
  streams: new Map([
    [
      'one',
      { sequence: 5, left: 2 ** 32 - 1, counts, waiting: [message('first'), message('second')] },
    ],
  ]),
  counted: new Map([['7 ingress', { packets: 2n ** 60n, octets: 3n }]]),
};

describe('the spool', () => {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-spool-'));

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('gives back what was written', async () => {
    await new FlowSpool(directory).write(state);
    expect(new FlowSpool(directory).read()).toEqual(state);
  });

  it('gives back messages that stand side by side in memory, and others', async () => {
    const page = Buffer.from('onetwo-three');
    const parts = [page.subarray(0, 3), page.subarray(3, 6), page.subarray(7), Buffer.from('x')];
    const waiting = parts.map((bytes, index) => ({ bytes, flows: index, advance: 1 }));
    const streams = new Map([['one', { sequence: 0, left: 0, counts, waiting }]]);
    await new FlowSpool(directory).write({ ...state, streams });
    expect(new FlowSpool(directory).read()?.streams).toEqual(streams);
  });

  it('leaves out what has left since, and goes on with its sequence number', async () => {
    const spool = new FlowSpool(directory);
    await spool.write(state);
    spool.mark('one', { left: 2 ** 32 - 1, sequence: 9 });
    spool.mark('one', { left: 0, sequence: 10 });
    const after = new FlowSpool(directory).read()?.streams.get('one');
    expect(after?.sequence).toBe(10);
    expect(after?.waiting.map(({ bytes }) => bytes.toString())).toEqual(['second']);
  });

  it('believes the last mark: what was said to leave and could not is there again', async () => {
    const spool = new FlowSpool(directory);
    await spool.write(state);
    spool.mark('one', { left: 1, sequence: 7 });
    spool.mark('one', { left: 0, sequence: 6 });
    const after = new FlowSpool(directory).read()?.streams.get('one');
    expect(after?.waiting.map(({ bytes }) => bytes.toString())).toEqual(['second']);
  });

  it('takes marks for those of its own snapshot only', async () => {
    const spool = new FlowSpool(directory);
    await spool.write(state);
    spool.mark('one', { left: 0, sequence: 6 });
    await spool.write(state);
    expect(new FlowSpool(directory).read()?.streams.get('one')?.waiting).toHaveLength(2);
  });

  it('has nothing where nothing was kept', () => {
    expect(new FlowSpool(join(directory, 'other')).read()).toBeUndefined();
  });
});
