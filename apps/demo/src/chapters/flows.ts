import type { Cast } from '../cast.js';
import { readFlows, type CollectedFlow } from '../collected-flows.js';
import {
  kernelPackets,
  meteredInterfaces,
  meterInForce,
  segment,
  type MeteredInterface,
} from '../metered-interfaces.js';
import { labHosts } from '../topology.js';
import { waitUntil } from '../wait-until.js';

interface Transfer {
  readonly end: { readonly sum_received?: { readonly bits_per_second: number } };
}

/** Who has sent most to whom, and under which contract. */
export interface Talker {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly packets: number;
  readonly octets: number;
  /** Title of the contract; '': the flow came by an interface of none. */
  readonly contract: string;
}

/** `null` where the hosts can't meter flows. */
export interface FlowFigures {
  readonly topTalkers: readonly Talker[] | null;
  /** Of the segment's interfaces: as the collector got them, and as the kernels counted them. */
  readonly flowPackets: number | null;
  readonly interfacePackets: number | null;
}

const server = 'iperf3-server';

export async function flows(cast: Cast): Promise<FlowFigures> {
  const { say } = cast;
  say.chapter('Who talks to whom: iperf3 between the workloads, and what nfcapd was told of it');
  await transfer(cast);
  const meter = await waitUntil('the hosts have signed what was carried', () => meterInForce(cast));
  if (meter !== 'ebpf') {
    say.leaveOut(
      'flows: here the kernel takes no eBPF programs (root only); hosts count interfaces instead',
    );
    return { topTalkers: null, flowPackets: null, interfacePackets: null };
  }
  const packets = await settledPackets(cast);
  say.check(
    packets.flows === packets.interfaces,
    `packets of the segment: ${packets.flows} in flows, ${packets.interfaces} by the kernels' counters`,
  );
  const topTalkers = await talkers(cast);
  for (const { source, destination, protocol, octets, contract } of topTalkers) {
    const amount = `${(octets / 1e6).toFixed(2)} MB`.padStart(10);
    say.line(`${amount}  ${source} → ${destination}  ${protocol.padEnd(4)}  '${contract}'`);
  }
  const isNamed = topTalkers.length > 0 && topTalkers.every(({ contract }) => contract !== '');
  say.check(isNamed, 'every one of the top talkers is known by its contract');
  return { topTalkers, flowPackets: packets.flows, interfacePackets: packets.interfaces };
}

/** A second of TCP between the workloads. */
async function transfer({ lab, say }: Cast): Promise<void> {
  const [here, there] = labHosts;
  if (here === undefined || there === undefined) return;
  const serve = ['iperf3', '--server', '--one-off'];
  await lab.startProgram({ name: server, namespace: there.workload, command: serve });
  const client = [
    'iperf3',
    '--client',
    there.workloadAddress,
    '--time',
    '1',
    '--bitrate',
    '200M',
    '--json',
  ];
  const speed = await waitUntil('iperf3 has been answered', async () => {
    const text = await lab.run({ namespace: here.workload, command: client });
    const { end } = JSON.parse(text) as Transfer;
    return end.sum_received?.bits_per_second; // Absent: the server did not listen yet.
  });
  await lab.stopProgram(server);
  say.line(`iperf3: ${(speed / 1e6).toFixed(0)} Mbit/s of TCP for a second`);
}

/** Waits until the collector knows of every packet that the kernels have counted, or nothing changes any more. */
async function settledPackets(cast: Cast): Promise<{ flows: number; interfaces: number }> {
  let last = { flows: Number.NaN, interfaces: Number.NaN };
  const same = async (): Promise<typeof last | undefined> => {
    const of = (await meteredInterfaces(cast)).filter(({ name }) => name === segment);
    const counted = await Promise.all(of.map(({ host }) => kernelPackets(cast, host, segment)));
    const told = (await collected(cast, of)).map(({ packets }) => packets);
    last = { flows: sum(told), interfaces: sum(counted) };
    return of.length === labHosts.length && last.flows === last.interfaces ? last : undefined;
  };
  return waitUntil('the collector knows of every packet', same, { seconds: 60, pause: 500 }).catch(
    () => last,
  );
}

async function talkers(cast: Cast): Promise<readonly Talker[]> {
  const interfaces = (await meteredInterfaces(cast)).filter(({ name }) => name === segment);
  const arrived = (await collected(cast, interfaces)).filter(({ isIngress }) => isIngress);
  const pairs = Map.groupBy(
    arrived,
    ({ source, destination, protocol }) => `${source} ${destination} ${protocol}`,
  );
  return [...pairs.values()]
    .flatMap(([first, ...rest]) =>
      first === undefined ? [] : [talker([first, ...rest], first, interfaces)],
    )
    .sort((one, other) => other.octets - one.octets)
    .slice(0, 4);
}

function talker(
  all: readonly CollectedFlow[],
  { source, destination, protocol, ...first }: CollectedFlow,
  interfaces: readonly MeteredInterface[],
): Talker {
  const by = interfaces.find((one) => isOf(first, one));
  return {
    source,
    destination,
    protocol: protocolNames[protocol] ?? String(protocol),
    packets: sum(all.map(({ packets }) => packets)),
    octets: sum(all.map(({ octets }) => octets)),
    contract: by?.contract ?? '',
  };
}

const protocolNames: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP' };

async function collected(
  { lab, directory }: Cast,
  interfaces: readonly MeteredInterface[],
): Promise<readonly CollectedFlow[]> {
  const all = await readFlows(lab, directory);
  return all.filter((flow) => interfaces.some((one) => isOf(flow, one)));
}

function isOf(
  flow: Pick<CollectedFlow, 'exporter' | 'interface'>,
  one: Pick<MeteredInterface, 'exporter' | 'number'>,
): boolean {
  return flow.exporter === one.exporter && flow.interface === one.number;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
