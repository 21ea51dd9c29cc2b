import { readdirSync, readlinkSync } from 'node:fs';
import type * as Koffi from 'koffi';

/** Socket options that the package `netlink` does not offer. Each tells whether it could be set. */
export interface SocketTuner {
  /** Asks the kernel to say in words why it refuses (NETLINK_EXT_ACK), without repeating the request (NETLINK_CAP_ACK). */
  explainRefusals(port: number): boolean;
  /** A receive buffer beyond net.core.rmem_max (SO_RCVBUFFORCE); needs CAP_NET_ADMIN of the initial user namespace. */
  forceReceiveBuffer(port: number, bytes: number): boolean;
}

/** Where koffi can't be had everything works, without the kernel's words and with the ordinary buffer. */
export const noTuner: SocketTuner = {
  explainRefusals: () => false,
  forceReceiveBuffer: () => false,
};

/** include/uapi/asm-generic/socket.h and include/uapi/linux/netlink.h. */
const socketLevel = { level: 1, receiveBufferForce: 33 } as const;
const netlinkLevel = { level: 270, capAck: 10, extAck: 11 } as const;
const netlinkFamily = 16;
/** struct sockaddr_nl: u16 family, u16 padding, u32 port, u32 groups. */
const addressLength = 12;

/** Loads the C library through koffi, which is optional. */
export async function loadTuner(): Promise<SocketTuner> {
  try {
    const { load } = await import('koffi');
    return new LibcTuner(bindLibc(load));
  } catch {
    // koffi is an optional dependency: not installed, or no build of it for this machine.
    return noTuner;
  }
}

interface Libc {
  getsockname(fd: number, address: Buffer, length: Buffer): number;
  setsockopt(fd: number, level: number, option: number, value: Buffer, length: number): number;
}

function bindLibc(load: typeof Koffi.load): Libc {
  const library = load(null);
  return {
    getsockname: library.func('int getsockname(int, void *, void *)') as Libc['getsockname'],
    setsockopt: library.func(
      'int setsockopt(int, int, int, const void *, uint32_t)',
    ) as Libc['setsockopt'],
  };
}

class LibcTuner implements SocketTuner {
  constructor(private readonly libc: Libc) {}

  explainRefusals(port: number): boolean {
    return (
      this.set(port, netlinkLevel.level, netlinkLevel.extAck, 1) &&
      this.set(port, netlinkLevel.level, netlinkLevel.capAck, 1)
    );
  }

  forceReceiveBuffer(port: number, bytes: number): boolean {
    return this.set(port, socketLevel.level, socketLevel.receiveBufferForce, bytes);
  }

  private set(port: number, level: number, option: number, value: number): boolean {
    const fd = this.findSocket(port);
    return fd !== undefined && this.libc.setsockopt(fd, level, option, uint32(value), 4) === 0;
  }

  /** The package keeps its file descriptor to itself: ours is the netlink socket of this process with our port. */
  private findSocket(port: number): number | undefined {
    return readdirSync('/proc/self/fd')
      .map(Number)
      .find((fd) => isSocket(fd) && this.portOf(fd) === port);
  }

  private portOf(fd: number): number | undefined {
    const address = Buffer.alloc(addressLength);
    const failed = this.libc.getsockname(fd, address, uint32(addressLength)) !== 0;
    return failed || address.readUInt16LE(0) !== netlinkFamily
      ? undefined
      : address.readUInt32LE(4);
  }
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
