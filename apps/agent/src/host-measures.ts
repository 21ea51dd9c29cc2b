import type { HostState } from '#drivers';
import type {
  AgentMeasures,
  HostMeasures,
  LinkMeasures,
  MeteringMeasures,
  SideCounts,
} from '#protocol';
import { readNetDev } from './net-dev.js';

/** Beyond so many a report would be too large for its receiver: then none is told of. */
const mostLinks = 10_000;

/** What a report tells of besides the state: of the process, the meter, and the interfaces of contracts. */
export function measureHost(
  { links }: HostState,
  metering: MeteringMeasures | undefined,
  netDev = readNetDev,
): HostMeasures {
  const owned = links.filter(({ resource }) => resource.owner !== undefined);
  const counted =
    owned.length === 0 || owned.length > mostLinks
      ? undefined
      : linkMeasures(
          owned.map(({ resource }) => resource.name),
          netDev(),
        );
  return {
    agent: agentMeasures(),
    ...(metering !== undefined && { metering }),
    ...(counted !== undefined && { links: counted }),
  };
}

function linkMeasures(
  names: readonly string[],
  table: ReadonlyMap<string, readonly string[]>,
): Readonly<Record<string, LinkMeasures>> {
  return Object.fromEntries(
    names.flatMap((name): [string, LinkMeasures][] => {
      const columns = table.get(name);
      return columns === undefined
        ? []
        : [[name, { receive: sideOf(columns, 0), transmit: sideOf(columns, 8) }]];
    }),
  );
}

/** Bytes, packets, errs and drop stand beside each other. */
function sideOf(columns: readonly string[], first: number): SideCounts {
  const at = (position: number): string => columns[first + position] ?? '0';
  return [at(0), at(1), at(2), at(3)];
}

function agentMeasures(): AgentMeasures {
  const { user, system } = process.cpuUsage();
  return {
    startedAt: new Date(performance.timeOrigin).toISOString(),
    cpuSeconds: (user + system) / 1e6,
    residentBytes: process.memoryUsage.rss(),
  };
}
