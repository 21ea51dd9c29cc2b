import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowProtocol } from '#flow';
import { FlowSite, type Sent } from './flow-site.js';
import { Judge, type Verdict } from './judge.js';
import type { MeterLine } from './meter-process.js';

/** What came of a scenario. Every difference is 0 where all is well. */
export interface FlowRow {
  readonly name: string;
  readonly protocol: FlowProtocol;
  readonly packets: number;
  readonly flows: number;
  /** Kernel's counter of the interface − (records at the collector + overflow). */
  readonly packetsDiff: number;
  /** The same for octets above Ethernet and tags, as the sender counts them. */
  readonly bytesDiff: number;
  /** Kernel's counters − the meter's totals: packets, and octets of frames. */
  readonly totalsPacketsDiff: number;
  readonly totalsBytesDiff: number;
  readonly overflowPackets: number;
  readonly sequenceErrors: number;
  readonly holds: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly protocol?: FlowProtocol;
  readonly transport?: 'tcp';
  readonly mostFlows?: number;
  /** Sends, and does meanwhile what the scenario is about. */
  run(site: FlowSite, judge: Judge, scale: number): Promise<readonly Sent[]>;
}

const mixed = [
  'udp',
  'tcp',
  'icmp',
  'gre',
  'esp',
  'ipv6',
  'ipv6fragment',
  'fragment',
  'arp',
  'lldp',
  'mpls',
  'llc',
  'vlan10',
  'vlan20',
  'qinq',
] as const;

const million = 1_000_000;

const fast = (name: string, protocol: FlowProtocol): Scenario => ({
  name: `2,000,000 packets of 5,000 flows (${name})`,
  protocol,
  run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => [
    await site.send(2 * million * scale, 0, 5000, ['udp']),
  ],
});

export const scenarios: readonly Scenario[] = [
  fast('IPFIX', 'ipfix'),
  fast('NetFlow 9', 'netflow9'),
  fast('NetFlow 5', 'netflow5'),
  {
    name: 'VLAN, QinQ, ARP, IPv6, fragments and whatever else, mixed',
    run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => [
      await site.send(150_000 * scale, 0, 300, mixed),
    ],
  },
  {
    name: 'VLAN, QinQ, ARP, IPv6, fragments and whatever else, mixed (NetFlow 9)',
    protocol: 'netflow9',
    run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => [
      await site.send(150_000 * scale, 0, 300, mixed),
    ],
  },
  {
    name: 'flow map of 1,024 overflows under 10,000 flows',
    mostFlows: 1024,
    run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => [
      await site.send(500_000 * scale, 0, 10_000, ['udp']),
    ],
  },
  {
    name: 'program replaced 20 times at 100,000 packets a second',
    run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => {
      const sending = site.send(million * scale, 100_000, 1000, ['udp']);
      for (let time = 0; time < 20; time += 1) {
        await sleep(400 * scale);
        site.signalMeter('SIGUSR2');
      }
      return [await sending];
    },
  },
  {
    name: 'agent killed 5 times',
    run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => {
      const sending = site.send(million * scale, 100_000, 1000, ['udp']);
      for (let time = 0; time < 5; time += 1) {
        await sleep(1500 * scale);
        await site.endMeter('SIGKILL');
        await sleep(200);
        await site.startMeter();
      }
      return [await sending];
    },
  },
  {
    name: 'collector restarted between two bursts',
    run: async (site: FlowSite, judge: Judge, scale: number): Promise<readonly Sent[]> => {
      const first = await site.send(100_000 * scale, 0, 1000, ['udp']);
      await site.settled();
      await judge.stop();
      await judge.start();
      const second = await site.send(100_000 * scale, 0, 1000, ['ipv6']);
      return [first, second];
    },
  },
];

export async function runScenario(scenario: Scenario, scale: number): Promise<FlowRow> {
  const { protocol = 'ipfix', mostFlows } = scenario;
  const judge = new Judge(29_995);
  const site = new FlowSite({
    protocol,
    collector: `127.0.0.1:${judge.port}`,
    ...(mostFlows === undefined ? {} : { mostFlows }),
  });
  try {
    await judge.start();
    await site.open();
    const sent = await scenario.run(site, judge, scale);
    const totals = await site.settled();
    const counters = site.counters();
    await judge.stop();
    return rowOf(scenario, sent, { counters, totals, seen: judge.verdict() });
  } finally {
    await judge.stop();
    judge.remove();
    await site.close();
  }
}

interface Findings {
  readonly counters: ReturnType<FlowSite['counters']>;
  readonly totals: MeterLine;
  readonly seen: Verdict;
}

function rowOf(
  { name, protocol = 'ipfix' }: Scenario,
  sent: readonly Sent[],
  { counters, totals, seen }: Findings,
): FlowRow {
  const sum = (field: 'packets' | 'octets' | 'payload'): number =>
    sent.reduce((all, one) => all + one[field], 0);
  const header = (sum('octets') - sum('payload')) / sum('packets');
  const overflowPayload = totals.overflowOctets - totals.overflowPackets * header;
  const faults = {
    packetsDiff: counters.packets - seen.packets - totals.overflowPackets,
    bytesDiff: sum('payload') - seen.octets - overflowPayload,
    totalsPacketsDiff: counters.packets - totals.packets,
    totalsBytesDiff: counters.octets - totals.octets,
    sequenceErrors: seen.sequenceErrors,
  };
  const isClean = Object.values(faults).every((fault) => fault === 0) && totals.unaccounted === 0;
  return {
    name,
    protocol,
    packets: counters.packets,
    flows: seen.flows,
    overflowPackets: totals.overflowPackets,
    ...faults,
    holds: isClean,
  };
}
