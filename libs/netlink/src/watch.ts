import { setImmediate } from 'node:timers/promises';
import { addressMessage, decodeAddressLink } from './address-message.js';
import { bridgeVlanMessage, decodeBridgeVlanLink } from './bridge-vlan-message.js';
import { fdbMessage, isPermanentFdbEntry } from './fdb-message.js';
import { isStaticBridgeEntry } from './bridge-fdb-message.js';
import { decodeLinkHeader, linkMessage } from './link-message.js';
import { decodeMessages, type Message } from './messages.js';
import { decodeMdb, mdbMessage } from './mdb-message.js';
import { NetlinkError } from './netlink-error.js';
import { decodeKernelRouteLink, routeMessage } from './route-message.js';
import { ruleMessage } from './rule-message.js';
import { loadTuner, type SocketTuner } from './socket-options.js';
import { openMulticastSocket, type MulticastSocket } from './socket.js';
import { decodeVniLink, vniMessage } from './vni-message.js';

export type WatchedFamily = 'link' | 'address' | 'route' | 'fdb' | 'mdb' | 'rule';

/** Something changed; a reading tells what. */
export type HostEvent =
  | {
      readonly type: 'changed';
      readonly family: WatchedFamily;
      readonly gone: boolean;
      /** The link that changed, or whose address, entry or kernel-made route did; absent for any other route. */
      readonly link?: number;
    }
  /** Events were lost. Nothing is known until a fresh dump is taken. */
  | { readonly type: 'overrun' }
  /** The socket failed; what is told from now on may have gaps. Close this watch and take another. */
  | { readonly type: 'failed'; readonly error: NetlinkError };

export interface WatchOptions {
  readonly families?: readonly WatchedFamily[];
  /** Bytes; beyond net.core.rmem_max only with CAP_NET_ADMIN of the host. */
  readonly receiveBuffer?: number;
  /** Milliseconds between two readings where there are no events; absent: 30 seconds. */
  readonly interval?: number;
  /** How socket options are set; absent: through koffi where that can be loaded. */
  readonly tuner?: SocketTuner;
}

export interface Watch {
  /** False: events can't be had, and all that is told is an `overrun` every so often. */
  readonly tellsChanges: boolean;
  /** Returns when everything that the kernel has told so far was passed on, or after so many milliseconds. */
  caughtUp(patience: number): Promise<void>;
  close(): void;
}

/**
 * RTNLGRP_* of include/uapi/linux/rtnetlink.h. The kernel tells forwarding entries in the group of the neighbours, so
 * that a host with many of those wakes us for each; they are dropped by the first byte of their header.
 */
const groups = {
  link: [1],
  address: [5, 9],
  route: [7, 11],
  fdb: [3],
  mdb: [26],
  rule: [8, 19],
} as const satisfies Record<WatchedFamily, readonly number[]>;
/**
 * RTNLGRP_BRVLAN: VLANs that the kernel itself moves, as with a new default VLAN of a bridge. Linux before 5.6 has no such
 * group and tells nobody.
 */
const bridgeVlanGroup = 33;

/** RTNLGRP_TUNNEL: the VNIs of VXLAN links; since Linux 5.18. */
const tunnelGroup = 35;

const allFamilies: readonly WatchedFamily[] = ['link', 'address', 'route', 'fdb', 'mdb', 'rule'];

/** Room for about a thousand link events while this process is busy. */
const defaultReceiveBuffer = 4 * 1024 * 1024;
/**
 * Bytes, taken for every event. One of a link has about two thousand, of which the first few tell which link it is; one
 * of a route fits.
 */
const eventSize = 512;
/** Milliseconds between two `overrun` where events can't be had. */
const defaultInterval = 30_000;

/**
 * Tells every change of the host from now on, also our own. A change is told at least once unless an `overrun` is told
 * instead, so a caller that reads the host anew after either never misses one. Where the socket options are not to be
 * had (see `socket-options.ts`) an `overrun` every so often is all that is told.
 */
export async function watchHost(
  listener: (event: HostEvent) => void,
  options: WatchOptions = {},
): Promise<Watch> {
  const { receiveBuffer = defaultReceiveBuffer, tuner = await loadTuner() } = options;
  const socketOptions = { datagramSize: eventSize, takesBeginnings: true, receiveBuffer };
  const socket = openMulticastSocket(socketOptions, tuner);
  return socket === undefined
    ? alarmEvery(options.interval ?? defaultInterval, listener)
    : listen(socket, options.families ?? allFamilies, listener);
}

function listen(
  socket: MulticastSocket,
  families: readonly WatchedFamily[],
  listener: (event: HostEvent) => void,
): Watch {
  socket.onMessage((datagram) => {
    for (const event of eventsOf(datagram)) listener(event);
  });
  socket.onError((error) => {
    listener(isLoss(error) ? { type: 'overrun' } : { type: 'failed', error });
  });
  for (const group of families.flatMap((family) => groups[family])) socket.join(group);
  if (families.includes('link')) {
    for (const group of [bridgeVlanGroup, tunnelGroup]) joinIfThere(socket, group);
  }
  return {
    tellsChanges: true,
    caughtUp: (patience) => readEmpty(socket, patience),
    close: () => {
      socket.onError(() => undefined);
      socket.close();
    },
  };
}

function joinIfThere(socket: MulticastSocket, group: number): void {
  try {
    socket.join(group);
  } catch {
    // An older kernel: what it does not tell is seen when the whole host is read.
  }
}

/** One turn more than the reading takes: it is then that the socket has looked for drops. */
async function readEmpty(socket: MulticastSocket, patience: number): Promise<void> {
  const end = performance.now() + patience;
  while (socket.isBehind && performance.now() < end) await setImmediate();
  await setImmediate();
}

function alarmEvery(interval: number, listener: (event: HostEvent) => void): Watch {
  const timer = setInterval(() => {
    listener({ type: 'overrun' });
  }, interval);
  return {
    tellsChanges: false,
    caughtUp: () => Promise.resolve(),
    close: () => {
      clearInterval(timer);
    },
  };
}

/** What can't be read is as good as lost. */
export function eventsOf(datagram: Buffer): readonly HostEvent[] {
  try {
    return decodeMessages(datagram, true).flatMap((message) => eventOf(message) ?? []);
  } catch (error) {
    if (error instanceof NetlinkError) return [{ type: 'overrun' }];
    throw error;
  }
}

function isLoss({ code }: NetlinkError): boolean {
  return code === 'overrun' || code === 'truncated';
}

function eventOf({ type, body }: Message): HostEvent | undefined {
  switch (type) {
    case linkMessage.new:
    case linkMessage.delete:
      return changed('link', type === linkMessage.delete, decodeLinkHeader(body).index);
    case addressMessage.new:
    case addressMessage.delete:
      return changed('address', type === addressMessage.delete, decodeAddressLink(body));
    case routeMessage.new:
    case routeMessage.delete:
      return changed('route', type === routeMessage.delete, decodeKernelRouteLink(body));
    case fdbMessage.new:
    case fdbMessage.delete:
      return isPermanentFdbEntry(body) || isStaticBridgeEntry(body)
        ? changed('fdb', type === fdbMessage.delete, body.readInt32LE(4))
        : undefined;
    default:
      return linkTableEvent(type, body) ?? tableEvent(type, body);
  }
}

/** Tables that hang on a link, with how to tell which link it is. */
const linkTables: ReadonlyMap<number, (body: Buffer) => number> = new Map([
  [bridgeVlanMessage.new, decodeBridgeVlanLink],
  [bridgeVlanMessage.delete, decodeBridgeVlanLink],
  [vniMessage.new, decodeVniLink],
  [vniMessage.delete, decodeVniLink],
]);

function linkTableEvent(type: number, body: Buffer): HostEvent | undefined {
  const linkOf = linkTables.get(type);
  return linkOf && changed('link', false, linkOf(body));
}

/** Of groups, others than permanent ones come and go as listeners do. */
function tableEvent(type: number, body: Buffer): HostEvent | undefined {
  if (type === ruleMessage.new || type === ruleMessage.delete) {
    return changed('rule', type === ruleMessage.delete);
  }
  const isGone = type === mdbMessage.delete;
  if (type !== mdbMessage.new && !isGone) return undefined;
  return decodeMdb(body).length > 0 ? changed('mdb', isGone) : undefined;
}

function changed(family: WatchedFamily, gone: boolean, link?: number): HostEvent {
  return { type: 'changed', family, gone, ...(link === undefined ? {} : { link }) };
}
