import type { Cast } from './cast.js';
import { contractId } from './site.js';
import { labHosts } from './topology.js';

/** The interface of the segment: what comes in by it has crossed, and is counted at one host only. */
export const segment = 'vx-site';

/** An interface of the contract, as the hosts' signed usage names it. */
export interface MeteredInterface {
  readonly host: string;
  /** By which its host calls its collector. */
  readonly exporter: string;
  readonly name: string;
  /** The host's lasting number of it. */
  readonly number: number;
  /** Into the host and out of it, of all signed windows so far. */
  readonly packets: number;
  readonly contract: string;
}

interface Usage {
  readonly interfaces: readonly {
    readonly host: string;
    readonly number: number;
    readonly interface: string;
    readonly ingress: { readonly packets: string };
    readonly egress: { readonly packets: string };
  }[];
}

/** The contract's interfaces on all hosts, as far as signed windows have come in. */
export async function meteredInterfaces(cast: Cast): Promise<readonly MeteredInterface[]> {
  const { title } = await cast.api.get<{ title: string }>(`/contracts/${contractId}`);
  const { interfaces } = await cast.api.get<Usage>(`/usage?${periodOf(cast)}`);
  const nodes = await cast.site.joinedNodes();
  return interfaces.flatMap(({ host: key, number, interface: name, ingress, egress }) => {
    const node = nodes.find(({ publicKey }) => publicKey?.kid === key);
    const host = labHosts.find((one) => one.name === node?.id);
    const packets = Number(ingress.packets) + Number(egress.packets);
    return host === undefined
      ? []
      : [{ host: host.name, exporter: host.management, name, number, packets, contract: title }];
  });
}

/** Who counts: `ebpf`, or `counters` of the interfaces themselves; undefined: no window has come in yet. */
export async function meterInForce(cast: Cast): Promise<string | undefined> {
  const { items } = await cast.api.get<{ items: string[] }>(`/usage/evidence?${periodOf(cast)}`);
  const [, payload = ''] = items.at(-1)?.split('.') ?? [];
  if (payload === '') return undefined;
  const { interfaces } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    interfaces: readonly { readonly meter: string }[];
  };
  return interfaces[0]?.meter;
}

/** From the begin of the demo on. */
function periodOf({ site }: Cast): string {
  const to = new Date().toISOString();
  return new URLSearchParams({ contract: contractId, from: site.now.toISOString(), to }).toString();
}

/**
 * Packets that the kernel has counted on an interface, both ways, with those that the interface was given and dropped:
 * the meter stands before it, and a segment drops what it is to send before it knows where to.
 */
export async function kernelPackets({ lab }: Cast, host: string, link: string): Promise<number> {
  const command = ['ip', '-s', '-j', 'link', 'show', 'dev', link];
  const [found] = JSON.parse(
    await lab.run({ namespace: host, command }),
  ) as readonly LinkCounters[];
  if (found === undefined) return Number.NaN;
  const { rx, tx } = found.stats64;
  return rx.packets + tx.packets + tx.dropped;
}

interface LinkCounters {
  readonly stats64: {
    readonly rx: { readonly packets: number };
    readonly tx: { readonly packets: number; readonly dropped: number };
  };
}
