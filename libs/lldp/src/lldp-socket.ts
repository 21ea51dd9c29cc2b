import type * as Koffi from 'koffi';

/** One frame without its Ethernet header, and the kernel's number of the interface that received it. */
export interface HeardFrame {
  readonly index: number;
  readonly payload: Buffer;
}

/** What arrives of LLDP, kept by the kernel until it is taken. */
export interface LldpSocket {
  /** Has an interface take frames for LLDP's group address, which cards drop otherwise; once more is no matter. */
  join(index: number): void;
  /** What has arrived since the last time; never waits. */
  take(): readonly HeardFrame[];
  close(): void;
}

/** AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, ETH_P_LLDP 0x88cc in network byte order. */
const packetSocket = { family: 17, type: 2 | 0o2000000 | 0o4000, protocol: 0xcc88 } as const;
/** SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_MR_MULTICAST. */
const membership = { level: 263, option: 1, multicast: 0 } as const;
/** The nearest bridge, whatever it is (IEEE 802.1AB-2016, table 7-1). */
const groupAddress = Buffer.from('0180c200000e', 'hex');
/** MSG_DONTWAIT. */
const doNotWait = 0x40;
/** struct sockaddr_ll: u16 family, u16 protocol, i32 index, u16 type, u8 packet type, u8 length, 8 bytes of address. */
const addressLength = 20;
/** Bytes; an announcement is not cut into pieces. */
const largestFrame = 9216;
/** Frames taken at once; the others wait for the next time, or are dropped by the kernel. */
const mostFrames = 1000;

interface Libc {
  socket(family: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, option: number, value: Buffer, length: number): number;
  recvfrom(
    fd: number,
    bytes: Buffer,
    length: number,
    flags: number,
    address: Buffer,
    addressLength: Buffer,
  ): number;
  close(fd: number): number;
}

/**
 * Opens a packet socket in the network namespace of this thread, which gets nothing but LLDP. Node has none, so that this
 * goes through koffi. Undefined where that can't be had, or CAP_NET_RAW lacks.
 */
export async function openLldpSocket(): Promise<LldpSocket | undefined> {
  const libc = await loadLibc();
  const fd = libc?.socket(packetSocket.family, packetSocket.type, packetSocket.protocol) ?? -1;
  return libc === undefined || fd < 0 ? undefined : new PacketSocket(libc, fd);
}

class PacketSocket implements LldpSocket {
  readonly #joined = new Set<number>();
  readonly #buffer = Buffer.alloc(largestFrame);
  readonly #address = Buffer.alloc(addressLength);
  #isOpen = true;

  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
  ) {}

  join(index: number): void {
    if (this.#joined.has(index)) return;
    this.#joined.add(index);
    // struct packet_mreq: i32 index, u16 type, u16 length, 8 bytes of address.
    const request = Buffer.alloc(16);
    request.writeInt32LE(index, 0);
    request.writeUInt16LE(membership.multicast, 4);
    request.writeUInt16LE(groupAddress.length, 6);
    groupAddress.copy(request, 8);
    this.libc.setsockopt(this.fd, membership.level, membership.option, request, request.length);
  }

  take(): readonly HeardFrame[] {
    const frames: HeardFrame[] = [];
    while (this.#isOpen && frames.length < mostFrames) {
      const length = this.#receive();
      if (length < 0) break;
      const payload = Buffer.from(this.#buffer.subarray(0, length));
      frames.push({ index: this.#address.readInt32LE(4), payload });
    }
    return frames;
  }

  close(): void {
    if (this.#isOpen) this.libc.close(this.fd);
    this.#isOpen = false;
  }

  #receive(): number {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(addressLength, 0);
    return this.libc.recvfrom(
      this.fd,
      this.#buffer,
      this.#buffer.length,
      doNotWait,
      this.#address,
      length,
    );
  }
}

async function loadLibc(): Promise<Libc | undefined> {
  try {
    const { load } = await import('koffi');
    return bind(load);
  } catch {
    // koffi is an optional dependency: not installed, or no build of it for this machine.
    return undefined;
  }
}

function bind(load: typeof Koffi.load): Libc {
  const libc = load(null);
  return {
    socket: libc.func('int socket(int, int, int)') as Libc['socket'],
    setsockopt: libc.func(
      'int setsockopt(int, int, int, const void *, uint32_t)',
    ) as Libc['setsockopt'],
    recvfrom: libc.func(
      'long recvfrom(int, void *, size_t, int, void *, void *)',
    ) as Libc['recvfrom'],
    close: libc.func('int close(int)') as Libc['close'],
  };
}
