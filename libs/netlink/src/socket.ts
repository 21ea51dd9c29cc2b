import { RawNetlinkSocket } from 'netlink';
import { NetlinkError } from './netlink-error.js';

/** A datagram socket to the kernel, bound to the network namespace in which it was opened. */
export interface NetlinkSocket {
  /** Our address in the kernel's eyes (nl_pid). */
  readonly port: number;
  /** The kernel carries out what the datagram asks before this returns. A failure goes to the error listener. */
  send(datagram: Buffer): void;
  /** The one who gets every received datagram. */
  onMessage(listener: (datagram: Buffer) => void): void;
  /** The one who gets what went wrong: `overrun`, `truncated`, or `refused` of a send. */
  onError(listener: (error: NetlinkError) => void): void;
  /** Receives what is sent to a multicast group (RTNLGRP_*). */
  join(group: number): void;
  close(): void;
}

export interface SocketOptions {
  /** Bytes of the largest datagram that can be received. */
  readonly datagramSize: number;
  /** SO_RCVBUF in bytes, within net.core.rmem_max; absent: the host's default. */
  readonly receiveBuffer?: number;
  /** SO_SNDBUF in bytes, within net.core.wmem_max: the largest datagram that can be sent; absent: the default. */
  readonly sendBuffer?: number;
}

/** NETLINK_ROUTE. */
const routeProtocol = 0;

/**
 * Opens a socket of the npm package `netlink`. Message peeking stays off: it doubles the system calls, and the sizes of
 * what we receive are known.
 */
export function openSocket(options: SocketOptions): NetlinkSocket {
  const raw = new RawNetlinkSocket(routeProtocol, {
    messagePeeking: false,
    msgBufferSize: options.datagramSize,
    recvBufferSize: options.receiveBuffer ?? 0,
    sendBufferSize: options.sendBuffer ?? 0,
  });
  return new PackageSocket(raw);
}

class PackageSocket implements NetlinkSocket {
  readonly port: number;
  #listener: (datagram: Buffer) => void = () => undefined;
  #failed: (error: NetlinkError) => void = () => undefined;
  #open = true;

  constructor(private readonly raw: RawNetlinkSocket) {
    this.port = raw.address().port;
    raw.on('message', (datagram, { port }) => {
      // Anyone may send to our port; only port 0 is the kernel.
      if (port === 0) this.#listener(datagram);
    });
    raw.on('truncatedMessage', (_datagram, { truncated }) => {
      this.#failed(
        new NetlinkError(
          'truncated',
          `a message of ${truncated ?? 0} bytes did not fit the buffer`,
        ),
      );
    });
    raw.on('error', (cause) => {
      this.#failed(receiveError(cause));
    });
  }

  send(datagram: Buffer): void {
    if (!this.#open) throw new NetlinkError('closed', 'the netlink socket is closed');
    this.raw.send(datagram, {}, (cause) => {
      if (cause !== undefined) this.#failed(sendError(datagram.length, cause));
    });
  }

  onMessage(listener: (datagram: Buffer) => void): void {
    this.#listener = listener;
  }

  onError(listener: (error: NetlinkError) => void): void {
    this.#failed = listener;
  }

  join(group: number): void {
    this.raw.addMembership(group);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.raw.close();
    this.#failed(new NetlinkError('closed', 'the netlink socket was closed'));
  }
}

interface SystemError extends Error {
  readonly code: string;
}

function receiveError(cause: SystemError): NetlinkError {
  return cause.code === 'ENOBUFS'
    ? new NetlinkError('overrun', 'the kernel dropped messages: the receive buffer was full', {
        cause,
      })
    : new NetlinkError('refused', `receiving from the kernel failed: ${cause.code}`, {
        cause,
        errno: cause.code,
      });
}

function sendError(length: number, cause: SystemError): NetlinkError {
  return new NetlinkError(
    'refused',
    `sending ${length} bytes to the kernel failed: ${cause.code}`,
    {
      cause,
      errno: cause.code,
    },
  );
}
