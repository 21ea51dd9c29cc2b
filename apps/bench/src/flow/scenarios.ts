import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowProtocol } from '#flow';
import { FlowSite, type Sent } from './flow-site.js';
import type { Judge, Verdict } from './judge.js';
import { NfacctdJudge } from './nfacctd-judge.js';
import { NfcapdJudge } from './nfcapd-judge.js';
import { IpfixDumpJudge, IpfixStreamJudge, TsharkJudge } from './recording-judge.js';
import type { MeterLine } from './meter-process.js';

/** What came of a scenario. Every difference is 0 where all is well. */
export interface FlowRow {
  readonly name: string;
  readonly protocol: FlowProtocol;
  readonly judge: JudgeName;
  readonly packets: number;
  readonly flows: number;
  /** Kernel's counter of the interface − (records at the collector + overflow). */
  readonly packetsDiff: number;
  /** The same for octets above Ethernet and tags, as the sender counts them. */
  readonly bytesDiff: number;
  /** Kernel's counters − the meter's totals: packets, and octets of frames. */
  readonly totalsPacketsDiff: number;
  readonly totalsBytesDiff: number;
  /** Packets on a wire − those of the meter's totals. */
  readonly segmentsDiff: number;
  readonly overflowPackets: number;
  readonly sequenceErrors: number;
  readonly holds: boolean;
}

/** Independent readers, all of Debian; ipfixDump also of a stream of TCP. */
const judges = {
  nfcapd: NfcapdJudge,
  nfacctd: NfacctdJudge,
  tshark: TsharkJudge,
  ipfixDump: IpfixDumpJudge,
  'ipfixDump (TCP)': IpfixStreamJudge,
} as const satisfies Readonly<Record<string, new () => Judge>>;
export type JudgeName = keyof typeof judges;

export interface Scenario {
  readonly name: string;
  /** Absent: ipfix. */
  readonly protocol?: FlowProtocol;
  /** Absent: nfcapd. */
  readonly judge?: JudgeName;
  readonly mostFlows?: number;
  /** See `FlowSiteOptions`. */
  readonly active?: number;
  readonly refresh?: number;
  /** Its packets are many on a wire: the kernel's count of segments is the truth. */
  readonly isSegmented?: true;
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

/** Of IPv4 without tags, which NetFlow 5 can tell of as well. */
const plain = ['udp', 'tcp', 'icmp', 'gre', 'esp', 'fragment'] as const;

/** nfacctd leaves out records without addresses: frames that are not of IP. */
const notOfIp: readonly string[] = ['arp', 'lldp', 'mpls', 'llc'];

function kindsFor(judge: JudgeName, protocol: FlowProtocol): readonly string[] {
  if (protocol === 'netflow5') return plain;
  return judge === 'nfacctd' ? mixed.filter((kind) => !notOfIp.includes(kind)) : mixed;
}

const judged = (judge: JudgeName, protocol: FlowProtocol): Scenario => ({
  name: `${protocol}, read by ${judge}`,
  protocol,
  judge,
  run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => [
    await site.send(60_000 * scale, 0, 300, kindsFor(judge, protocol)),
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
  {
    name: 'collector gone and back while flows are told every second',
    active: 1_000,
    run: async (site: FlowSite, judge: Judge, scale: number): Promise<readonly Sent[]> => {
      const sending = site.send(500_000 * scale, 50_000, 1000, ['udp']);
      // Datagrams that a collector has not yet taken from its socket go with it: it ends between two readings.
      await site.readings(8);
      await judge.stop();
      await site.readings(8);
      await judge.start();
      return [await sending];
    },
  },
  {
    name: 'TCP in super-packets (GSO, GRO), three seconds',
    isSegmented: true,
    run: async (site: FlowSite, _judge: Judge, scale: number): Promise<readonly Sent[]> => [
      await site.sendStream(Math.max(1, 3 * scale)),
    ],
  },
  ...(['nfacctd', 'tshark', 'ipfixDump', 'ipfixDump (TCP)'] as const).map((judge) =>
    judged(judge, 'ipfix'),
  ),
  ...(['nfacctd', 'tshark'] as const).flatMap((judge) =>
    (['netflow9', 'netflow5'] as const).map((protocol) => judged(judge, protocol)),
  ),
];

export async function runScenario(scenario: Scenario, scale: number): Promise<FlowRow> {
  const { protocol = 'ipfix', judge: reader = 'nfcapd', isSegmented, ...settings } = scenario;
  const judge = new judges[reader]();
  const site = new FlowSite({
    protocol,
    collector: judge.collector,
    ...settings,
  });
  try {
    await judge.start();
    await site.open();
    const sent = await scenario.run(site, judge, scale);
    const totals = await site.settled();
    const counters = site.counters();
    const segments = isSegmented === undefined ? counters.packets : site.segments();
    await judge.stop();
    return rowOf(scenario, sent, { counters, segments, totals, seen: judge.verdict() });
  } finally {
    await judge.stop();
    judge.remove();
    await site.close();
  }
}

interface Findings {
  readonly counters: ReturnType<FlowSite['counters']>;
  /** Packets on a wire. */
  readonly segments: number;
  readonly totals: MeterLine;
  readonly seen: Verdict;
}

function rowOf(
  { name, protocol = 'ipfix', judge = 'nfcapd' }: Scenario,
  sent: readonly Sent[],
  { counters, segments, totals, seen }: Findings,
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
    segmentsDiff: segments - totals.segments,
    sequenceErrors: seen.sequenceErrors,
  };
  const isClean = Object.values(faults).every((fault) => fault === 0) && totals.unaccounted === 0;
  return {
    name,
    protocol,
    judge,
    packets: counters.packets,
    flows: seen.flows,
    overflowPackets: totals.overflowPackets,
    ...faults,
    holds: isClean,
  };
}
