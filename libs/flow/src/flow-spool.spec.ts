import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlowSpool, type SpooledState } from './flow-spool.js';

const message = (
  text: string,
): SpooledState['streams'] extends ReadonlyMap<string, infer Stream>
  ? Stream extends { readonly waiting: readonly (infer Message)[] }
    ? Message
    : never
  : never => ({ bytes: Buffer.from(text), flows: 1, advance: 1 });

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
  tables: new Map([['table', [Buffer.from('packed')]]]),
  streams: new Map([
    ['one', { sequence: 5, counts, waiting: [message('first'), message('second')] }],
  ]),
  counted: new Map([['7 ingress', { packets: 2n ** 60n, octets: 3n }]]),
};

describe('the spool', () => {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-spool-'));

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('gives back what was written', () => {
    new FlowSpool(directory).write(state);
    expect(new FlowSpool(directory).read()).toEqual(state);
  });

  it('leaves out what has left since, and goes on with its sequence number', () => {
    const spool = new FlowSpool(directory);
    spool.write(state);
    spool.mark('one', { isWaiting: false, sequence: 9 });
    spool.mark('one', { isWaiting: true, sequence: 10 });
    const after = new FlowSpool(directory).read()?.streams.get('one');
    expect(after?.sequence).toBe(10);
    expect(after?.waiting.map(({ bytes }) => bytes.toString())).toEqual(['second']);
  });

  it('takes marks for those of its own snapshot only', () => {
    const spool = new FlowSpool(directory);
    spool.write(state);
    spool.mark('one', { isWaiting: true, sequence: 6 });
    spool.write(state);
    expect(new FlowSpool(directory).read()?.streams.get('one')?.waiting).toHaveLength(2);
  });

  it('has nothing where nothing was kept', () => {
    expect(new FlowSpool(join(directory, 'other')).read()).toBeUndefined();
  });
});
