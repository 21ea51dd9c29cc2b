import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportTarget, FlowProtocol } from '#flow';
import type { MeterLine, MeterSettings } from './meter-process.js';

const tools = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
const meterProcess = join(import.meta.dirname, 'meter-process.js');
const trafficProcess = join(import.meta.dirname, 'traffic.js');

/** Frames that were sent, counted by their sender. */
export interface Sent {
  readonly packets: number;
  readonly octets: number;
  /** Above Ethernet and tags. */
  readonly payload: number;
  readonly seconds: number;
  /** Of the processor, the kernel's part of the way included: user and system time of the sender. */
  readonly cpuSeconds: number;
}

export interface FlowSiteOptions {
  readonly protocol: FlowProtocol;
  readonly collector: string;
  readonly mostFlows?: number;
  /** Milliseconds after which a flow that lasts is reported; absent: a minute. */
  readonly active?: number;
  /** Milliseconds between two descriptions; absent: five seconds. */
  readonly refresh?: number;
}

/** A metered interface whose other end, in a namespace of its own, sends. */
export class FlowSite {
  readonly #directory = mkdtempSync(join(tmpdir(), 'hercules-flow-'));
  readonly #peer: ChildProcess;
  #meter: ChildProcess | undefined;
  #lines: MeterLine[] = [];
  #readings = 0;

  constructor(private readonly options: FlowSiteOptions) {
    ip('link', 'set', 'lo', 'up');
    this.#peer = spawn('unshare', ['--net', 'sleep', '3600'], { env: tools, stdio: 'ignore' });
  }

  async open(): Promise<void> {
    while (!this.#hasOwnNamespace()) await sleep(20);
    ip('link', 'add', 'metered', 'type', 'veth', 'peer', 'name', 'sender');
    ip('link', 'set', 'sender', 'netns', String(this.#peer.pid));
    for (const name of ['metered', 'sender']) this.#quiet(name);
    await this.startMeter();
    ip('link', 'set', 'metered', 'up');
    this.#inside('ip', 'link', 'set', 'sender', 'up');
  }

  async startMeter(): Promise<void> {
    const { protocol, collector, mostFlows, active = 60_000, refresh = 5_000 } = this.options;
    const target: ExportTarget = {
      protocol,
      collector,
      templateRefresh: refresh,
      active,
      idle: 1_000,
    };
    const settings: MeterSettings = {
      interfaces: [{ index: indexOf('metered'), facts }],
      targets: [target],
      root: join(this.#directory, 'bpf'),
      spool: join(this.#directory, 'spool'),
      interval: 250,
      ...(mostFlows === undefined ? {} : { mostFlows }),
    };
    const meter = spawn(process.execPath, [meterProcess, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#meter = meter;
    let rest = '';
    meter.stdout.on('data', (data: Buffer) => {
      const parts = (rest + data.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts.filter((text) => text.startsWith('{'))) {
        this.#lines.push(JSON.parse(part) as MeterLine);
        this.#readings += 1;
      }
    });
    await once(meter.stdout, 'data');
  }

  signalMeter(signal: NodeJS.Signals): void {
    this.#meter?.kill(signal);
  }

  /** Ends the meter's process; the meter itself goes on. */
  async endMeter(signal: NodeJS.Signals): Promise<void> {
    const meter = this.#meter;
    if (meter === undefined) return;
    this.#meter = undefined;
    meter.kill(signal);
    await once(meter, 'exit');
  }

  /** @param rate packets a second; 0: as fast as possible */
  send(count: number, rate: number, flows: number, kinds: readonly string[]): Promise<Sent> {
    const args = [trafficProcess, 'sender', String(count), String(rate), String(flows), ...kinds];
    const sender = spawn('nsenter', [...this.#entry(), process.execPath, ...args], {
      env: { ...process.env, ...tools },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    sender.stdout.on('data', (data: Buffer) => {
      text += data.toString();
    });
    return once(sender, 'exit').then(() => JSON.parse(text) as Sent);
  }

  /** TCP from the other end to here, with all that the kernel does to send many segments as one. */
  async sendStream(seconds: number): Promise<Sent> {
    const [here, there] = ['198.18.0.1', '198.18.0.2'] as const;
    for (const [run, name, own, other] of [
      [runHere, 'metered', here, there],
      [this.#inside.bind(this), 'sender', there, here],
    ] as const) {
      const mac = name === 'metered' ? '02:00:00:00:00:01' : '02:00:00:00:00:02';
      const otherMac = name === 'metered' ? '02:00:00:00:00:02' : '02:00:00:00:00:01';
      run('ip', 'link', 'set', name, 'address', mac);
      run('ip', 'address', 'add', `${own}/24`, 'dev', name);
      run('ip', 'neighbour', 'add', other, 'lladdr', otherMac, 'nud', 'permanent', 'dev', name);
    }
    const before = this.counters();
    const server = spawn('iperf3', ['-s', '-1'], { env: tools, stdio: 'ignore' });
    const ended = once(server, 'exit');
    while (!readFileSync('/proc/self/net/tcp6', 'latin1').includes(':1451 ')) await sleep(50);
    this.#inside('iperf3', '-c', here, '-t', String(seconds));
    await ended;
    const { packets, octets } = this.counters();
    const sent = { packets: packets - before.packets, octets: octets - before.octets };
    return { ...sent, payload: sent.octets - sent.packets * 14, seconds, cpuSeconds: 0 };
  }

  /** Segments of TCP that both ends have put on the wire, by the kernel's own count: each of many sent as one. */
  segments(): number {
    const count = (text: string): number => {
      const [names = '', values = ''] = text.split('\n').filter((line) => line.startsWith('Tcp:'));
      const value = (name: string): number =>
        Number(values.split(' ')[names.split(' ').indexOf(name)]);
      // Those that are sent again are not among the first (RFC 4022).
      return value('OutSegs') + value('RetransSegs');
    };
    const inside = execFileSync('nsenter', [...this.#entry(), 'cat', '/proc/self/net/snmp'], {
      env: tools,
      encoding: 'utf8',
    });
    return count(readFileSync('/proc/self/net/snmp', 'latin1')) + count(inside);
  }

  /** Waits for so many more readings of the meter, each of which has been sent when it is told of. */
  async readings(count: number): Promise<void> {
    const until = this.#readings + count;
    while (this.#readings < until) await sleep(20);
  }

  /** What the kernel itself has counted on the metered interface. */
  counters(): { readonly packets: number; readonly octets: number } {
    const [link] = JSON.parse(ip('-s', '-j', 'link', 'show', 'metered')) as [
      {
        stats64: { rx: { packets: number; bytes: number }; tx: { packets: number; bytes: number } };
      },
    ];
    const { rx, tx } = link.stats64;
    return { packets: rx.packets + tx.packets, octets: rx.bytes + tx.bytes };
  }

  /** Waits until the meter has reported all that it knows. */
  async settled(): Promise<MeterLine> {
    for (;;) {
      const last = this.#lines.at(-1);
      this.#lines = [];
      if (last?.pending === 0 && last.flows === 0 && last.packets >= this.counters().packets)
        return last;
      await sleep(500);
    }
  }

  async close(): Promise<void> {
    await this.endMeter('SIGKILL');
    ip('link', 'delete', 'metered');
    this.#peer.kill('SIGKILL');
    await once(this.#peer, 'exit');
    execFileSync('umount', [join(this.#directory, 'bpf')], { env: tools });
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** No frames but those of the test. */
  #quiet(name: string): void {
    const run = name === 'sender' ? this.#inside.bind(this) : runHere;
    run('sh', '-c', `echo 1 > /proc/sys/net/ipv6/conf/${name}/disable_ipv6 2>/dev/null || true`);
    run('ip', 'link', 'set', name, 'arp', 'off', 'addrgenmode', 'none');
  }

  #hasOwnNamespace(): boolean {
    const own = (pid: string): string =>
      execFileSync('readlink', [`/proc/${pid}/ns/net`], { encoding: 'utf8' });
    return own(String(this.#peer.pid)) !== own('self');
  }

  #entry(): readonly string[] {
    return ['-t', String(this.#peer.pid), '--net', '--'];
  }

  #inside(command: string, ...args: readonly string[]): void {
    runHere('nsenter', ...this.#entry(), command, ...args);
  }
}

const facts = {
  number: 7,
  name: 'metered',
  description: 'contract 01JD0000000000000000000000 workload lan',
  contract: '01JD0000000000000000000000',
  vni: 100,
} as const;

function runHere(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { env: tools, stdio: ['ignore', 'ignore', 'inherit'] });
}

function ip(...args: readonly string[]): string {
  return execFileSync('ip', args, { env: tools, encoding: 'utf8' });
}

function indexOf(name: string): number {
  const [link] = JSON.parse(ip('-j', 'link', 'show', name)) as [{ ifindex: number }];
  return link.ifindex;
}
