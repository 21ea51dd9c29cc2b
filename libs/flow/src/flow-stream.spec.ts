import { sampleKey, sampleRows } from '../test/sample-flows.js';
import { encoderFor } from './flow-encoders.js';
import { FlowStream, type SentMark } from './flow-stream.js';
import type { FlowTransport } from './flow-transport.js';

class Collector implements FlowTransport {
  readonly received: Buffer[] = [];
  isRefused = false;
  isReachable = true;
  connection = 1;

  constructor(readonly isReliable: boolean) {}

  ready(): Promise<boolean> {
    return Promise.resolve(this.isReachable);
  }

  /** Takes so many of the messages that come at once. */
  most = Infinity;

  send(messages: readonly Buffer[]): Promise<number> {
    const taken = messages.slice(0, this.most);
    this.received.push(...taken.map((message) => Buffer.from(message)));
    return Promise.resolve(taken.length);
  }

  close(): void {
    this.isReachable = false;
  }

  get versions(): readonly number[] {
    return this.received.map((message) => message.readUInt16BE(16));
  }

  get sequences(): readonly number[] {
    return this.received.map((message) => message.readUInt32BE(8));
  }
}

function streamTo(
  transport: FlowTransport,
  onSend: (mark: SentMark) => void = () => undefined,
): FlowStream {
  return new FlowStream({
    domain: 1,
    transport,
    onSend,
    encoder: encoderFor('ipfix', { domain: 1, mostOctets: 1400, interfaceOf: () => undefined }),
    clock: () => 1_700_000_000_000,
    refresh: 60_000,
    describe: () => ({ interfaces: [], ignored: { ignoredPackets: 0, ignoredOctets: 0 } }),
  });
}

/** Set ids of RFC 7011 3.3.2. */
const set = { templates: 2, firstFlows: 256 };

describe('a stream of datagrams', () => {
  it('tells the layout before the flows, every time, so that a collector that started anew can read them', async () => {
    const collector = new Collector(false);
    const stream = streamTo(collector);
    stream.add(sampleRows({}));
    await stream.pump();
    stream.add(sampleRows({}));
    await stream.pump();
    const { templates, firstFlows } = set;
    expect(collector.versions).toEqual([templates, firstFlows, templates, firstFlows]);
  });

  it('tells everything again to who listens where nobody did', async () => {
    const collector = new Collector(false);
    const stream = streamTo(collector);
    await stream.pump();
    const description = collector.received[0]?.length;
    collector.isRefused = true;
    stream.add(sampleRows({}));
    await stream.pump();
    collector.isRefused = false;
    await stream.pump();
    const lengths = collector.received.map(({ length }) => length);
    const { templates, firstFlows } = set;
    expect(collector.versions).toEqual([templates, templates, templates, firstFlows]);
    expect(lengths.slice(0, 3)).toEqual([description, lengths[1], description]);
    expect(lengths[1]).toBeLessThan(description ?? 0);
  });

  it('numbers messages by the data records before them', async () => {
    const collector = new Collector(false);
    const stream = streamTo(collector);
    stream.add(sampleRows({}, {}));
    await stream.pump();
    stream.add(sampleRows({}));
    await stream.pump();
    // Sampling and statistics are options records of the first description.
    expect(collector.sequences).toEqual([0, 2, 4, 4]);
  });

  it('keeps flows while nobody listens', async () => {
    const collector = new Collector(false);
    const stream = streamTo(collector);
    collector.isRefused = true;
    stream.add(sampleRows({}));
    await stream.pump();
    expect(stream.state.waiting).toHaveLength(1);
    collector.isRefused = false;
    await stream.pump();
    expect(stream.state.waiting).toHaveLength(0);
  });

  it('tells of every message before it leaves, with the sequence number behind it', async () => {
    const marks: SentMark[] = [];
    const stream = streamTo(new Collector(false), (mark) => marks.push(mark));
    stream.add(sampleRows({}));
    await stream.pump();
    expect(marks).toEqual([
      { left: 0, sequence: 2 },
      { left: 1, sequence: 3 },
    ]);
  });

  it('keeps what could not leave, in its order, and takes back what it has told of it', async () => {
    const collector = new Collector(false);
    const marks: SentMark[] = [];
    const stream = streamTo(collector, (mark) => marks.push(mark));
    collector.most = 1;
    for (const sourcePort of [1, 2, 3]) stream.add(sampleRows({ key: sampleKey({ sourcePort }) }));
    await stream.pump();
    expect(stream.state).toMatchObject({ left: 1, sequence: 3, counts: { flows: 1 } });
    expect(stream.state.waiting).toHaveLength(2);
    expect(marks.slice(-2)).toEqual([
      { left: 3, sequence: 5 },
      { left: 1, sequence: 3 },
    ]);
    collector.most = Infinity;
    await stream.pump();
    const flows = collector.received.filter(
      (message) => message.readUInt16BE(16) === set.firstFlows,
    );
    expect(flows.map((message) => message.readUInt16BE(28))).toEqual([1, 2, 3]);
    expect(flows.map((message) => message.readUInt32BE(8))).toEqual([2, 3, 4]);
  });
});

describe('a stream of octets', () => {
  it('tells the layout once for each connection, and begins each with sequence number 0', async () => {
    const collector = new Collector(true);
    const stream = streamTo(collector);
    for (const connection of [1, 1, 2]) {
      collector.connection = connection;
      stream.add(sampleRows({}));
      await stream.pump();
    }
    const { templates, firstFlows } = set;
    expect(collector.versions).toEqual([templates, firstFlows, firstFlows, templates, firstFlows]);
    expect(collector.sequences).toEqual([0, 2, 3, 0, 2]);
  });
});
