import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { encoderFor } from '../src/flow-encoders.js';
import { FlowStream } from '../src/flow-stream.js';
import type { FlowTransport } from '../src/flow-transport.js';
import { TcpTransport } from '../src/tcp-transport.js';
import { UdpTransport } from '../src/udp-transport.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns, ip } from '../../../test/kernel/netns.js';
import {
  datagramCollector,
  ipfixDump,
  nfcapd,
  streamCollectors,
  type Collector,
} from './collectors.js';
import { inHostsFile } from './hosts-file.js';
import { sampleFlow, sampleKey, sampleRows } from './sample-flows.js';

const name = 'collector.example';
const [former, latter] = ['127.0.0.2', '127.0.0.3'] as const;
const port = 29_739;
/** Milliseconds in which an export follows its collector's name. */
const within = 60_000;

/** What is mounted here is seen by nobody else, as in a mount namespace that unshare(1) has made. */
const isApart = !/^\S+ \S+ \S+ \S+ \/ .*\bshared:/m.test(
  readFileSync('/proc/self/mountinfo', 'utf8'),
);
const hasJudges = [nfcapd, ipfixDump].every((program) => existsSync(program));

/** Time goes on, and jumps where a test says so. */
class Clock {
  #ahead = 0;
  readonly now = (): number => Date.now() + this.#ahead;

  jump(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

class Export {
  readonly clock = new Clock();
  readonly transport: FlowTransport;
  readonly stream: FlowStream;
  #flows = 0;

  constructor(kind: 'udp' | 'tcp') {
    const address = { transport: kind, host: name, port };
    const Transport = kind === 'tcp' ? TcpTransport : UdpTransport;
    this.transport = new Transport(address, this.clock.now);
    this.stream = new FlowStream({
      domain: 1,
      transport: this.transport,
      onSend: () => undefined,
      encoder: encoderFor('ipfix', { domain: 1, mostOctets: 1400, interfaceOf: () => undefined }),
      clock: this.clock.now,
      refresh: within,
      describe: () => ({ interfaces: [], ignored: { ignoredPackets: 0, ignoredOctets: 0 } }),
    });
  }

  /** Has so many flows sent, each of which nobody has been told of before. */
  async tell(count: number): Promise<void> {
    const flows = Array.from({ length: count }, (_, index) =>
      sampleFlow({ key: sampleKey({ sourcePort: 1024 + this.#flows + index }) }),
    );
    this.#flows += count;
    this.stream.add(sampleRows(...flows));
    await this.stream.pump();
  }
}

const collectorsFor = { udp: () => datagramCollector, tcp: streamCollectors } as const;

interface Scene {
  readonly flows: Export;
  readonly open: (address: string) => Promise<Collector>;
  /** Has the name mean this address; none: it means nothing. */
  readonly point: (address?: string) => void;
}

async function onHost(kind: 'udp' | 'tcp', test: (scene: Scene) => Promise<void>): Promise<void> {
  await inHostsFile(async (write) => {
    await inNewNetns(async () => {
      ip('link', 'set', 'lo', 'up');
      const flows = new Export(kind);
      const collectors: Collector[] = [];
      const openOne = collectorsFor[kind]();
      const open = async (address: string): Promise<Collector> => {
        const collector = await openOne(address, port);
        collectors.push(collector);
        return collector;
      };
      const point = (address?: string): void => {
        write(address === undefined ? '' : `${address} ${name}\n`);
      };
      try {
        await test({ flows, open, point });
      } finally {
        flows.stream.close();
        for (const collector of collectors) collector.kill();
      }
    });
  });
}

(isApart && hasJudges ? describe : describe.skip).each(['udp', 'tcp'] as const)(
  'flows over %s to a collector whose name comes to mean another address',
  (kind) => {
    it('go there within a minute, all of them to one or the other, and stay where the name is lost', async () => {
      await onHost(kind, async ({ flows, open, point }) => {
        const [one, other] = [await open(former), await open(latter)];
        point(former);
        await flows.tell(100);
        point(latter);
        flows.clock.jump(within / 2);
        await flows.tell(50);
        flows.clock.jump(within / 2);
        await flows.tell(700);
        point();
        flows.clock.jump(within);
        await flows.tell(30);

        const { counts, waiting } = flows.stream.state;
        expect([counts.flows, counts.notSentFlows, waiting.length]).toEqual([880, 0, 0]);
        expect(await one.end(counts)).toBe(150);
        expect(await other.end(counts)).toBe(730);
      });
    });

    it('wait while there is nobody, and all arrive where the name moves to', async () => {
      await onHost(kind, async ({ flows, open, point }) => {
        point(former);
        const one = await open(former);
        await flows.tell(100);
        expect(await one.end(flows.stream.state.counts)).toBe(100);
        while (kind === 'tcp' && (await flows.transport.ready())) await sleep(10);
        await flows.tell(80);
        expect(flows.stream.state.counts).toMatchObject({ flows: 100, failures: 1 });

        const other = await open(latter);
        point(latter);
        flows.clock.jump(within);
        await flows.tell(5);
        const { counts, waiting } = flows.stream.state;
        expect([counts.flows, counts.notSentFlows, waiting.length]).toEqual([185, 0, 0]);
        expect(await other.end(counts)).toBe(85);
      });
    });
  },
);
