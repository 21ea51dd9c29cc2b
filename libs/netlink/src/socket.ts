import { RawNetlinkSocket } from 'netlink';
import { NetlinkError } from './netlink-error.js';
import type { SocketOptionsOfLibc, SocketTuner } from './socket-options.js';

/** A datagram socket to the kernel, bound to the network namespace in which it was opened. */
export interface NetlinkSocket {
  /** The kernel carries out what the datagram asks before this returns. A failure goes to the error listener. */
  send(datagram: Buffer): void;
  /** The one who gets every received datagram. */
  onMessage(listener: (datagram: Buffer) => void): void;
  /** The one who gets what went wrong: `overrun`, `truncated`, `closed`, or `refused` of a send. */
  onError(listener: (error: NetlinkError) => void): void;
  close(): void;
}

/** A socket that multicast groups (RTNLGRP_*) may be joined with. */
export interface MulticastSocket extends NetlinkSocket {
  /** Whether the kernel has put something into the receive buffer that nobody has got yet. */
  readonly isBehind: boolean;
  join(group: number): void;
}

export interface SocketOptions {
  /** NETLINK_* of include/uapi/linux/netlink.h; absent: NETLINK_ROUTE. */
  readonly protocol?: number;
  /** Bytes of the largest datagram that can be received. */
  readonly datagramSize: number;
  /** Hands out the beginning of a larger one as if it were all; absent: it is lost, and an error says so. */
  readonly takesBeginnings?: boolean;
  /** Bytes, within net.core.rmem_max unless we may go beyond; absent: the host's default. */
  readonly receiveBuffer?: number;
}

/** NETLINK_ROUTE. */
const routeProtocol = 0;

/**
 * Opens a socket of the npm package `netlink`. Message peeking stays off: it doubles the system calls, and the sizes of
 * what we receive are known.
 */
export function openSocket(options: SocketOptions, tuner: SocketTuner): NetlinkSocket {
  const raw = openRaw(options);
  return new PackageSocket(raw, tune(raw, options, tuner), options);
}

/** Undefined where overruns can't be counted: then the first one would end the process, see `countOverruns`. */
export function openMulticastSocket(
  options: SocketOptions,
  tuner: SocketTuner,
): MulticastSocket | undefined {
  const raw = openRaw(options);
  const tuned = tune(raw, options, tuner);
  if (tuned !== undefined) return new PackageSocket(raw, tuned, options);
  raw.close();
  return undefined;
}

function openRaw({
  protocol = routeProtocol,
  datagramSize,
  receiveBuffer = 0,
}: SocketOptions): RawNetlinkSocket {
  return new RawNetlinkSocket(protocol, {
    messagePeeking: false,
    msgBufferSize: datagramSize,
    recvBufferSize: receiveBuffer,
    sendBufferSize: 0,
  });
}

/** The options of the C library where overruns are counted. */
function tune(
  raw: RawNetlinkSocket,
  { receiveBuffer }: SocketOptions,
  tuner: SocketTuner,
): SocketOptionsOfLibc | undefined {
  const tuned = tuner(raw.address().port);
  tuned?.explainRefusals();
  if (receiveBuffer !== undefined) tuned?.forceReceiveBuffer(receiveBuffer);
  return tuned?.countOverruns() === true ? tuned : undefined;
}

class PackageSocket implements MulticastSocket {
  #listener: (datagram: Buffer) => void = () => undefined;
  #failed: (error: NetlinkError) => void = () => undefined;
  #open = true;
  #drops = 0;
  #checking = false;

  constructor(
    private readonly raw: RawNetlinkSocket,
    private readonly tuned: SocketOptionsOfLibc | undefined,
    { takesBeginnings = false }: SocketOptions,
  ) {
    const take = (datagram: Buffer, { port }: { readonly port: number }): void => {
      guard(() => {
        this.receive(datagram, port);
      });
    };
    raw.on('message', take);
    raw.on('truncatedMessage', (datagram, { truncated, port }) => {
      if (takesBeginnings) {
        take(datagram, { port });
        return;
      }
      this.fail(
        new NetlinkError(
          'truncated',
          `a message of ${truncated ?? 0} bytes did not fit the buffer`,
        ),
      );
    });
    raw.on('error', (cause) => {
      this.fail(systemError('receiving from the kernel', cause));
    });
  }

  get isBehind(): boolean {
    return this.#open && (this.tuned?.queued() ?? 0) > 0;
  }

  send(datagram: Buffer): void {
    if (!this.#open) throw new NetlinkError('closed', 'the netlink socket is closed');
    this.raw.send(datagram, {}, (cause) => {
      if (cause !== undefined)
        this.fail(systemError(`sending ${datagram.length} bytes to the kernel`, cause));
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
    this.fail(new NetlinkError('closed', 'the netlink socket was closed'));
  }

  /** Anyone may send to our port; only port 0 is the kernel. */
  private receive(datagram: Buffer, sender: number): void {
    if (!this.#checking) {
      this.#checking = true;
      setImmediate(() => {
        this.checkDrops();
      });
    }
    if (sender === 0) this.#listener(datagram);
  }

  /** The kernel drops while the buffer is full, so whoever reads it empty and then looks misses no drop. */
  private checkDrops(): void {
    this.#checking = false;
    const drops = this.#open ? this.tuned?.drops() : undefined;
    if (drops === undefined || drops === this.#drops) return;
    const lost = drops - this.#drops;
    this.#drops = drops;
    this.fail(
      new NetlinkError(
        'overrun',
        `the receive buffer was full: the kernel dropped ${lost} messages`,
      ),
    );
  }

  private fail(error: NetlinkError): void {
    guard(() => {
      this.#failed(error);
    });
  }
}

/** An exception in a callback of the package would end the process without a word; in a turn of its own it does not. */
function guard(work: () => void): void {
  try {
    work();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}

function systemError(attempt: string, cause: Error & { readonly code: string }): NetlinkError {
  return new NetlinkError('refused', `${attempt} failed: ${cause.code}`, {
    cause,
    errno: cause.code,
  });
}
