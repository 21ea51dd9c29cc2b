import { execFileSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgePort, judgeTools, type Judge, type Verdict } from './judge.js';
import { captureOf } from './capture-file.js';

/** Keeps every octet that comes, for a reader of others to look at afterwards. */
abstract class RecordingJudge implements Judge {
  abstract readonly collector: string;
  protected readonly directory = mkdtempSync(join(tmpdir(), 'hercules-recording-'));

  abstract start(): Promise<void>;
  abstract stop(): Promise<void>;
  abstract verdict(): Verdict;

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  protected read(command: string, args: readonly string[]): string {
    return execFileSync(command, args, {
      env: judgeTools,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }
}

abstract class DatagramJudge extends RecordingJudge {
  readonly collector = `127.0.0.1:${judgePort}`;
  protected readonly messages: Buffer[] = [];
  #socket: Socket | undefined;

  async start(): Promise<void> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 8_000_000 });
    socket.on('message', (message) => this.messages.push(message));
    socket.bind(judgePort, '127.0.0.1');
    await once(socket, 'listening');
    this.#socket = socket;
  }

  stop(): Promise<void> {
    this.#socket?.close();
    this.#socket = undefined;
    return Promise.resolve();
  }
}

/** Wireshark's dissector. */
export class TsharkJudge extends DatagramJudge {
  verdict(): Verdict {
    const path = join(this.directory, 'flows.pcap');
    writeFileSync(path, captureOf(this.messages, judgePort));
    const common = ['-r', path, '-d', `udp.port==${judgePort},cflow`];
    const fields = ['cflow.packets', 'cflow.octets'].flatMap((name) => ['-e', name]);
    const lines = this.read('tshark', [...common, '-T', 'fields', ...fields]).split('\n');
    const columns = lines.map((line) => line.split('\t').map(valuesOf));
    const wrong = this.read('tshark', [...common, '-Y', '_ws.expert || _ws.malformed']);
    return {
      flows: columns.reduce((sum, [packets = []]) => sum + packets.length, 0),
      packets: sumOfValues(columns.flatMap(([packets = []]) => packets)),
      octets: sumOfValues(columns.flatMap(([, octets = []]) => octets)),
      sequenceErrors: wrong.split('\n').filter(Boolean).length,
    };
  }
}

/** libfixbuf's strict reader, on the messages of datagrams as on a stream. */
export class IpfixDumpJudge extends DatagramJudge {
  verdict(): Verdict {
    const read = (path: string): string => this.read('ipfixDump', ['--in', path]);
    return ipfixDumpVerdict(read, this.directory, Buffer.concat(this.messages));
  }
}

/** The same, of what comes over TCP. */
export class IpfixStreamJudge extends RecordingJudge {
  readonly collector = `tcp://127.0.0.1:${judgePort}`;
  readonly #chunks: Buffer[] = [];
  #server: Server | undefined;

  async start(): Promise<void> {
    const server = createServer((socket) => {
      socket.on('data', (chunk) => this.#chunks.push(chunk));
      socket.on('error', () => socket.destroy());
    });
    server.listen(judgePort, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  stop(): Promise<void> {
    this.#server?.close();
    this.#server = undefined;
    return Promise.resolve();
  }

  verdict(): Verdict {
    const read = (path: string): string => this.read('ipfixDump', ['--in', path]);
    return ipfixDumpVerdict(read, this.directory, Buffer.concat(this.#chunks));
  }
}

function ipfixDumpVerdict(
  read: (path: string) => string,
  directory: string,
  bytes: Buffer,
): Verdict {
  const path = join(directory, 'flows.ipfix');
  writeFileSync(path, bytes);
  const text = read(path);
  const values = (name: string): readonly number[] =>
    [...text.matchAll(new RegExp(`\\b${name}\\S*\\s*:\\s*(\\d+)`, 'g'))].map(([, value]) =>
      Number(value),
    );
  const packets = values('packetDeltaCount');
  return {
    flows: packets.length,
    packets: sumOfValues(packets),
    octets: sumOfValues(values('octetDeltaCount')),
    sequenceErrors: text.match(/out of sequence|expected/gi)?.length ?? 0,
  };
}

function valuesOf(text: string): readonly number[] {
  return text.split(',').filter(Boolean).map(Number);
}

function sumOfValues(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
