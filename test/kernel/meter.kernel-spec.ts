import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KernelMeter } from '#flow';
import { ClsactHooks } from '#netlink';
import { inNewNetns, ip, withNetns, type Netns } from './netns.js';

interface Sent {
  readonly packets: number;
  readonly octets: number;
}

interface Scene {
  readonly meter: KernelMeter;
  readonly hooks: ClsactHooks;
  readonly index: number;
  readonly send: (count: number, flows: number, ...kinds: readonly string[]) => Sent;
}

const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
const number = 7;

/** A metered interface `left` whose other end stands in a namespace of its own. */
async function onWire(test: (scene: Scene) => Promise<void>, mostFlows?: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'hercules-bpf-'));
  await inNewNetns(() =>
    withNetns(async (peer) => {
      const hooks = await ClsactHooks.open();
      const options = {
        hooks,
        name: 'test',
        root,
        ...(mostFlows === undefined ? {} : { mostFlows }),
      };
      const meter = await KernelMeter.open(options);
      try {
        const index = makeWire(peer);
        await meter.attach(new Map([[index, { number, header: 14, flows: true }]]));
        ip('link', 'set', 'left', 'up');
        peer.enter(() => ip('link', 'set', 'right', 'up'));
        await test({ meter, hooks, index, send: (...args) => send(peer, ...args) });
      } finally {
        meter.close();
        hooks.close();
        execFileSync('umount', [root], { env: environment });
        rmSync(root, { recursive: true });
      }
    }),
  );
}

function makeWire(peer: Netns): number {
  ip('link', 'add', 'left', 'type', 'veth', 'peer', 'name', 'right');
  ip('link', 'set', 'left', 'addrgenmode', 'none');
  ip('link', 'set', 'right', 'netns', peer.path);
  peer.enter(() => ip('link', 'set', 'right', 'addrgenmode', 'none'));
  return (ip('link', 'show', 'left') as readonly [{ ifindex: number }])[0].ifindex;
}

function send(peer: Netns, count: number, flows: number, ...kinds: readonly string[]): Sent {
  const args = [
    'apps/bench/src/flow/traffic.ts',
    'right',
    String(count),
    '0',
    String(flows),
    ...kinds,
  ];
  const output = peer.enter(() => execFileSync(process.execPath, args, { encoding: 'utf8' }));
  return JSON.parse(output) as Sent;
}

interface Seen {
  readonly packets: number;
  readonly octets: number;
  readonly segments: number;
  /** 0: none. */
  readonly vlan: number;
}

async function readFlows(meter: KernelMeter): Promise<readonly Seen[]> {
  await meter.swap();
  const all: Seen[] = [];
  for (const generation of meter.standing()) {
    for await (const rows of meter.flows(generation, 0)) {
      for (let index = 0; index < rows.length; index += 1) {
        const row = rows.at(index);
        const { packets, octets, segments } = row;
        all.push({ packets, octets, segments, vlan: row.vlan('outerVlan') });
      }
    }
    meter.release(generation);
  }
  return all;
}

function sumOf(flows: readonly Seen[], name: 'packets' | 'octets'): number {
  return flows.reduce((sum, flow) => sum + flow[name], 0);
}

/** The kernel takes programs from root of the initial user namespace only; run-tests.mjs starts us there where it can. */
const mayLoad = /^\s*0\s+0\s+4294967295/.test(readFileSync('/proc/self/uid_map', 'latin1'));

(mayLoad ? describe : describe.skip)('the meter', () => {
  it('counts every frame, whatever it is, as the interface does', async () => {
    await onWire(async ({ meter, send: sendFrames }) => {
      const sent = sendFrames(
        10_000,
        100,
        'udp',
        'tcp',
        'ipv6',
        'arp',
        'vlan10',
        'qinq',
        'llc',
        'fragment',
      );
      const flows = await readFlows(meter);
      expect(sumOf(flows, 'packets')).toBe(sent.packets);
      expect(sumOf(flows, 'octets')).toBe(sent.octets);
      const { ingress, egress } = (await meter.totals()).get(number) ?? {};
      expect(ingress).toMatchObject({
        packets: BigInt(sent.packets),
        octets: BigInt(sent.octets),
        overflowPackets: 0n,
      });
      expect(egress?.packets).toBe(0n);
    });
  });

  it('tells the same addresses in two VLANs apart', async () => {
    await onWire(async ({ meter, send: sendFrames }) => {
      sendFrames(200, 1, 'vlan10', 'vlan20');
      const vlans = (await readFlows(meter)).map(({ vlan }) => vlan);
      expect([...vlans].sort()).toEqual([10, 20]);
    });
  });

  it('counts what its map has no room for, so that flows and overflow are the totals', async () => {
    await onWire(async ({ meter, send: sendFrames }) => {
      const sent = sendFrames(20_000, 2000, 'udp');
      const flows = await readFlows(meter);
      const overflow = (await meter.totals()).get(number)?.ingress.overflowPackets ?? 0n;
      expect(overflow).toBeGreaterThan(0n);
      expect(sumOf(flows, 'packets') + Number(overflow)).toBe(sent.packets);
    }, 256);
  });

  it('goes on where it was for the next process', async () => {
    await onWire(async ({ meter, hooks, index, send: sendFrames }) => {
      sendFrames(100, 1, 'udp');
      const pins = readFileSync('/proc/mounts', 'utf8');
      const root = /^bpf (\S*hercules-bpf-\S*) /m.exec(pins)?.[1] ?? '';
      const next = await KernelMeter.open({ hooks, name: 'test', root });
      await next.attach(new Map([[index, { number, header: 14, flows: true }]]));
      sendFrames(100, 1, 'udp');
      expect(sumOf(await readFlows(next), 'packets')).toBe(200);
      expect((await next.totals()).get(number)?.ingress.packets).toBe(200n);
      next.close();
      expect(meter.standing()).toEqual([]);
    });
  });

  it('leaves an interface as it was, and filters of others on it alone', async () => {
    await onWire(async ({ meter, index }) => {
      await meter.detach([index]);
      expect(tc('qdisc', 'show', 'dev', 'left')).not.toContain('clsact');
      tc('qdisc', 'add', 'dev', 'left', 'clsact');
      tc('filter', 'add', 'dev', 'left', 'ingress', 'prio', '5', 'u32', 'match', 'u32', '0', '0');
      await meter.attach(new Map([[index, { number, header: 14, flows: true }]]));
      expect(tc('filter', 'show', 'dev', 'left', 'ingress')).toContain('hercules_meter_in');
      await meter.detach([index]);
      expect(tc('filter', 'show', 'dev', 'left', 'ingress')).toContain('pref 5 u32');
      expect(tc('filter', 'show', 'dev', 'left', 'ingress')).not.toContain('hercules');
    });
  });
});

function tc(...args: readonly string[]): string {
  return execFileSync('tc', args, { env: environment, encoding: 'utf8' });
}
