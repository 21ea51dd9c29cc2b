import { join } from 'node:path';
import type { Lab } from './lab.js';
import { collector } from './topology.js';

/** A flow as nfdump tells it. */
export interface CollectedFlow {
  /** Address of the host that told of it. */
  readonly exporter: string;
  /** The host's lasting number of the interface by which the packets came, or went. */
  readonly interface: number;
  readonly isIngress: boolean;
  /** IANA's number; 0: not IP. */
  readonly protocol: number;
  readonly source: string;
  readonly destination: string;
  readonly packets: number;
  readonly octets: number;
}

/** Where nfcapd keeps what it has got. */
export function collectedFlows(directory: string): string {
  return join(directory, 'flows');
}

export async function readFlows(lab: Lab, directory: string): Promise<readonly CollectedFlow[]> {
  const command = ['nfdump', '-R', collectedFlows(directory), '-o', 'json'];
  const text = await lab.run({ namespace: collector.namespace, command });
  return (JSON.parse(text === '' ? '[]' : text) as readonly Record<string, string | number>[]).map(
    flowFrom,
  );
}

function flowFrom(record: Readonly<Record<string, string | number>>): CollectedFlow {
  const number = (field: string): number => Number(record[field] ?? 0);
  const text = (...fields: readonly string[]): string =>
    String(fields.map((field) => record[field]).find((value) => value !== undefined) ?? '');
  const isIngress = number('direction') === 0;
  return {
    exporter: text('ip4_router', 'ip6_router'),
    interface: number(isIngress ? 'input_snmp' : 'output_snmp'),
    isIngress,
    protocol: number('proto'),
    source: text('src4_addr', 'src6_addr'),
    destination: text('dst4_addr', 'dst6_addr'),
    packets: number('in_packets'),
    octets: number('in_bytes'),
  };
}
