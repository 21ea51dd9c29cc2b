import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamCounts } from '../src/flow-stream.js';

export const nfcapd = '/usr/bin/nfcapd';
const nfdump = '/usr/bin/nfdump';
export const ipfixDump = '/usr/bin/ipfixDump';

/** Who collects flows at an address of this network namespace. */
export interface Collector {
  /** Ends it when all that was sent here has got somewhere; answers with how many flows it has got. */
  end(sent: Pick<StreamCounts, 'messages' | 'octets'>): Promise<number>;
  kill(): void;
}

/** nfcapd, which takes datagrams. */
export async function datagramCollector(address: string, port: number): Promise<Collector> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-nfcapd-'));
  const where = ['-w', directory, '-b', address, '-p', String(port), '-t', '86400'];
  const collector = spawn(nfcapd, where, { stdio: 'ignore' });
  const ended = once(collector, 'exit');
  await until(() => listeners(port).includes(address));
  return {
    end: async ({ messages }) => {
      await until(() => datagrams() >= messages);
      collector.kill('SIGTERM');
      await ended;
      const text = execFileSync(nfdump, ['-R', directory, '-q', '-N', '-o', 'fmt:%pkt'], {
        encoding: 'utf8',
      });
      return text.split('\n').filter((line) => /^\s*\d+\s*$/.test(line)).length;
    },
    kill: () => {
      collector.kill('SIGKILL');
      rmSync(directory, { recursive: true });
    },
  };
}

/** Take streams, which nfcapd does not; libfixbuf's ipfixDump reads each of these. */
export function streamCollectors(): typeof datagramCollector {
  let received = 0;
  return async (address, port) => {
    const streams = new Map<Socket, Buffer[]>();
    const server = createServer((socket) => {
      const parts: Buffer[] = [];
      streams.set(socket, parts);
      socket.on('data', (part) => {
        parts.push(part);
        received += part.length;
      });
      socket.on('error', () => undefined);
    });
    server.listen(port, address);
    await once(server, 'listening');
    const kill = (): void => {
      server.close();
      for (const socket of streams.keys()) socket.destroy();
    };
    return {
      end: async ({ octets }) => {
        await until(() => received >= octets);
        kill();
        return [...streams.values()].reduce((sum, one) => sum + flowsIn(Buffer.concat(one)), 0);
      },
      kill,
    };
  };
}

function flowsIn(messages: Buffer): number {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-stream-'));
  const file = join(directory, 'flows.ipfix');
  writeFileSync(file, messages);
  const text = execFileSync(ipfixDump, ['--in', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  rmSync(directory, { recursive: true });
  return [...text.matchAll(/packetDeltaCount\S*\s*:\s*\d+/g)].length;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waits = 0; waits < 600; waits += 1) {
    if (isSo()) return;
    await sleep(50);
  }
  throw new Error('what was waited for did not come');
}

/** Addresses at which somebody takes datagrams; /proc/net/udp has them as hexadecimal numbers of this machine's order. */
function listeners(port: number): readonly string[] {
  const sockets = readFileSync('/proc/thread-self/net/udp', 'latin1').matchAll(
    /^\s*\d+: ([0-9A-F]{8}):([0-9A-F]{4})/gm,
  );
  return [...sockets]
    .filter(([, , hex = '']) => Number.parseInt(hex, 16) === port)
    .map(([, hex = '']) => [...Buffer.from(hex, 'hex').reverse()].join('.'));
}

/** Datagrams that somebody of this network namespace has got, or nobody took. */
function datagrams(): number {
  const text = readFileSync('/proc/thread-self/net/snmp', 'latin1');
  const [, got = '', nobody = ''] = /^Udp: (\d+) (\d+)/m.exec(text) ?? [];
  return Number(got) + Number(nobody);
}
