import { readdirSync, readlinkSync } from 'node:fs';
import type * as Koffi from 'koffi';

/** What the package `netlink` does not offer, for one socket. Each setting tells whether it could be made. */
export interface SocketOptionsOfLibc {
  /** Has the kernel say in words why it refuses (NETLINK_EXT_ACK), without the request repeated (NETLINK_CAP_ACK). */
  explainRefusals(): boolean;
  /**
   * Has an overrun counted instead of raised as a socket error (NETLINK_NO_ENOBUFS). The package needs this: on a
   * socket error libuv tells it of EBADF, and its `PollHandler` then makes a JavaScript string of a null pointer,
   * which ends the whole process.
   */
  countOverruns(): boolean;
  /** Messages that did not fit the receive buffer since the socket was opened (SO_MEMINFO). */
  drops(): number;
  /** Bytes that wait to be received, as the kernel accounts them (SO_MEMINFO). */
  queued(): number;
  /** A receive buffer beyond net.core.rmem_max (SO_RCVBUFFORCE); needs CAP_NET_ADMIN of the initial user namespace. */
  forceReceiveBuffer(bytes: number): boolean;
}

/** Finds the socket that the kernel knows by this port (nl_pid); undefined where nothing can be set. */
export type SocketTuner = (port: number) => SocketOptionsOfLibc | undefined;

/** Where koffi can't be had: no words of the kernel, and no multicast groups, since an overrun would end us. */
export const noTuner: SocketTuner = () => undefined;

/** Loads the C library through koffi, which is optional. */
export async function loadTuner(): Promise<SocketTuner> {
  try {
    const { load } = await import('koffi');
    const libc = bindLibc(load);
    return (port) => {
      const fd = findSocket(libc, port);
      return fd === undefined ? undefined : new LibcOptions(libc, fd);
    };
  } catch {
    // koffi is an optional dependency: not installed, or no build of it for this machine.
    return noTuner;
  }
}

interface Libc {
  getsockname(fd: number, address: Buffer, length: Buffer): number;
  getsockopt(fd: number, level: number, option: number, value: Buffer, length: Buffer): number;
  setsockopt(fd: number, level: number, option: number, value: Buffer, length: number): number;
}

function bindLibc(load: typeof Koffi.load): Libc {
  const libc = load(null);
  return {
    getsockname: libc.func('int getsockname(int, void *, void *)') as Libc['getsockname'],
    getsockopt: libc.func('int getsockopt(int, int, int, void *, void *)') as Libc['getsockopt'],
    setsockopt: libc.func(
      'int setsockopt(int, int, int, const void *, uint32_t)',
    ) as Libc['setsockopt'],
  };
}

/** Levels and options of include/uapi/asm-generic/socket.h and include/uapi/linux/netlink.h. */
const socketLevel = { level: 1, receiveBufferForce: 33, memoryInfo: 55 } as const;
const netlinkLevel = { level: 270, noEnobufs: 5, capAck: 10, extAck: 11 } as const;
/** SK_MEMINFO_RMEM_ALLOC and _DROPS of include/uapi/linux/sock_diag.h, and the size of the u32 array of these. */
const memoryInfo = { queued: 0, drops: 8, fields: 9 } as const;

class LibcOptions implements SocketOptionsOfLibc {
  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
  ) {}

  explainRefusals(): boolean {
    return (
      this.set(netlinkLevel.level, netlinkLevel.extAck, 1) &&
      this.set(netlinkLevel.level, netlinkLevel.capAck, 1)
    );
  }

  countOverruns(): boolean {
    return this.set(netlinkLevel.level, netlinkLevel.noEnobufs, 1);
  }

  drops(): number {
    return this.memory(memoryInfo.drops);
  }

  queued(): number {
    return this.memory(memoryInfo.queued);
  }

  forceReceiveBuffer(bytes: number): boolean {
    return this.set(socketLevel.level, socketLevel.receiveBufferForce, bytes);
  }

  private memory(position: number): number {
    const info = Buffer.alloc(memoryInfo.fields * 4);
    this.libc.getsockopt(
      this.fd,
      socketLevel.level,
      socketLevel.memoryInfo,
      info,
      uint32(info.length),
    );
    return info.readUInt32LE(position * 4);
  }

  private set(level: number, option: number, value: number): boolean {
    return this.libc.setsockopt(this.fd, level, option, uint32(value), 4) === 0;
  }
}

/** AF_NETLINK; struct sockaddr_nl: u16 family, u16 padding, u32 port, u32 groups. */
const netlinkAddress = { family: 16, length: 12 } as const;

/** The package keeps its file descriptor to itself: ours is the netlink socket of this process with our port. */
function findSocket(libc: Libc, port: number): number | undefined {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .find((fd) => isSocket(fd) && portOf(libc, fd) === port);
}

function portOf(libc: Libc, fd: number): number | undefined {
  const address = Buffer.alloc(netlinkAddress.length);
  const failed = libc.getsockname(fd, address, uint32(address.length)) !== 0;
  return failed || address.readUInt16LE(0) !== netlinkAddress.family
    ? undefined
    : address.readUInt32LE(4);
}

function isSocket(fd: number): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
  } catch {
    // The descriptor of the directory listing itself is closed by now.
    return false;
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
