import type { HostState, LldpNeighbour, ObservedLink } from '#drivers';
import { decodeAnnouncement } from './lldp-announcement.js';
import { openLldpSocket, type LldpSocket } from './lldp-socket.js';
import { NeighbourTable } from './neighbour-table.js';

/**
 * Knows who is at the other ends of the host's cables, by what they say of themselves. Sends nothing. The kernel keeps what
 * arrives, so it is enough to ask now and then.
 */
export class LldpListener {
  readonly #table = new NeighbourTable();

  constructor(private readonly socket: LldpSocket) {}

  /** Who is there, as far as the host's interfaces have heard it by now. */
  heard({ links }: HostState, now: Date): { readonly neighbours: readonly LldpNeighbour[] } {
    for (const link of links) if (isCard(link)) this.socket.join(link.index);
    const names = new Map(links.map(({ index, resource }) => [index, resource.name]));
    for (const { index, payload } of this.socket.take()) {
      const [name, said] = [names.get(index), decodeAnnouncement(payload)];
      if (name !== undefined && said !== undefined) this.#table.hear(name, said, now);
    }
    const isThere = new Set<string>(names.values());
    return { neighbours: this.#table.at(now).filter(({ link }) => isThere.has(link)) };
  }

  close(): void {
    this.socket.close();
  }
}

/** Undefined: this host can't listen. */
export async function openLldpListener(): Promise<LldpListener | undefined> {
  const socket = await openLldpSocket();
  return socket && new LldpListener(socket);
}

/** Whether this process can hear LLDP: it has koffi, and CAP_NET_RAW. */
export async function canHearLldp(): Promise<boolean> {
  const socket = await openLldpSocket();
  socket?.close();
  return socket !== undefined;
}

/** What the kernel has no kind for is hardware. */
function isCard({ resource }: ObservedLink): boolean {
  return resource.kind === 'other' && resource.kernelKind === '';
}
