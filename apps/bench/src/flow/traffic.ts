/*
 * Sends frames on an interface, as many as asked for and no other: a program of its own, run by Node from its source
 * in the namespace of the interface, so that the meter goes on beside it.
 *
 *   node traffic.ts INTERFACE COUNT RATE FLOWS KIND…
 *
 * RATE is in packets a second, 0: as fast as possible. Writes what it has sent as JSON.
 */
import koffi from 'koffi';

const libc = koffi.load(null);
const socket = libc.func('int socket(int, int, int)');
const bind = libc.func('int bind(int, void *, unsigned int)');
const ifIndex = libc.func('unsigned int if_nametoindex(const char *)');
const sendmmsg = libc.func('int sendmmsg(int, void *, unsigned int, int)');

const packetFamily = 17;
const rawSocket = 3;

const source = Buffer.from('020000000001', 'hex');
const destination = Buffer.from('020000000002', 'hex');

type Maker = (flow: number) => Buffer;

/** Frames of 106 octets for each kind, in which the flow chooses addresses and ports. */
const kinds: Readonly<Record<string, Maker>> = {
  udp: (flow) => ethernet(0x0800, ipv4(17, ports(flow, 64), flow)),
  udp1400: (flow) => ethernet(0x0800, ipv4(17, ports(flow, 1372), flow)),
  tcp: (flow) => ethernet(0x0800, ipv4(6, tcp(flow), flow)),
  icmp: (flow) => ethernet(0x0800, ipv4(1, Buffer.from([8, 0, 0, 0, 0, 1, 0, 1]), flow)),
  gre: (flow) => ethernet(0x0800, ipv4(47, Buffer.from([0, 0, 8, 0, 1, 2, 3, 4]), flow)),
  esp: (flow) => ethernet(0x0800, ipv4(50, Buffer.alloc(32, 7), flow)),
  ipv6: (flow) => ethernet(0x86dd, ipv6(17, ports(flow, 64), flow)),
  ipv6fragment: (flow) =>
    ethernet(
      0x86dd,
      ipv6(44, Buffer.concat([Buffer.from([17, 0, 0, 8, 0, 0, 0, 1]), Buffer.alloc(40)]), flow),
    ),
  fragment: (flow) => ethernet(0x0800, ipv4(17, ports(flow, 64), flow, 185)),
  arp: (flow) =>
    ethernet(
      0x0806,
      Buffer.concat([Buffer.from('0001080006040001', 'hex'), Buffer.alloc(20, flow & 0xff)]),
    ),
  lldp: () => ethernet(0x88cc, Buffer.alloc(46, 1)),
  mpls: (flow) =>
    ethernet(0x8847, Buffer.concat([Buffer.from([0, 1, 1, 64]), ipv4(17, ports(flow, 32), flow)])),
  llc: () => ethernet(0x0026, Buffer.alloc(46, 0x42)),
  vlan10: (flow) => ethernet(0x8100, tagged(10, 0x0800, ipv4(17, ports(flow, 64), flow))),
  vlan20: (flow) => ethernet(0x8100, tagged(20, 0x0800, ipv4(17, ports(flow, 64), flow))),
  qinq: (flow) =>
    ethernet(0x88a8, tagged(100, 0x8100, tagged(30, 0x0800, ipv4(17, ports(flow, 64), flow)))),
};

function main(): void {
  const [name = '', count = '0', rate = '0', flows = '1', ...wanted] = process.argv.slice(2);
  const makers = wanted.map((kind) => kinds[kind]).filter((maker) => maker !== undefined);
  const frames = Array.from({ length: Number(flows) }, (_, flow) =>
    makers.map((make) => make(flow)),
  ).flat();
  const fd = openOn(name);
  const sent = send(fd, frames, Number(count), Number(rate));
  process.stdout.write(`${JSON.stringify(sent)}\n`);
}

function openOn(name: string): number {
  const fd = Number(socket(packetFamily, rawSocket, 0));
  const address = Buffer.alloc(20);
  address.writeUInt16LE(packetFamily, 0);
  address.writeInt32LE(Number(ifIndex(name)), 4);
  if (fd < 0 || Number(bind(fd, address, address.length)) !== 0)
    throw new Error(`no socket on ${name}`);
  return fd;
}

/** struct mmsghdr of 64 octets; struct iovec of 16. */
function send(fd: number, frames: readonly Buffer[], count: number, rate: number): object {
  const batch = 64;
  const vectors = Buffer.alloc(16 * frames.length);
  const messages = Buffer.alloc(64 * (frames.length + batch));
  frames.forEach((frame, index) => {
    vectors.writeBigUInt64LE(koffi.address(frame), index * 16);
    vectors.writeBigUInt64LE(BigInt(frame.length), index * 16 + 8);
  });
  for (let index = 0; index < frames.length + batch; index += 1) {
    const vector = koffi.address(vectors) + BigInt((index % frames.length) * 16);
    messages.writeBigUInt64LE(vector, index * 64 + 16);
    messages.writeBigUInt64LE(1n, index * 64 + 24);
  }
  let octets = 0;
  let payload = 0;
  let packets = 0;
  const before = process.cpuUsage();
  const begin = performance.now();
  while (packets < count) {
    const start = packets % frames.length;
    const done = Number(
      sendmmsg(fd, messages.subarray(start * 64), Math.min(batch, count - packets), 0),
    );
    for (let index = 0; index < done; index += 1) {
      const frame = frames[(start + index) % frames.length];
      octets += frame?.length ?? 0;
      payload += frame === undefined ? 0 : payloadOf(frame);
    }
    packets += Math.max(0, done);
    if (rate > 0) waitUntil(begin + (packets / rate) * 1000);
  }
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { packets, octets, payload, seconds, cpuSeconds: (user + system) / 1e6 };
}

/** Octets above Ethernet and up to two tags. */
function payloadOf(frame: Buffer): number {
  const isTag = (at: number): boolean => [0x8100, 0x88a8].includes(frame.readUInt16BE(at));
  return frame.length - 14 - (isTag(12) ? (isTag(16) ? 8 : 4) : 0);
}

function waitUntil(time: number): void {
  const left = time - performance.now();
  if (left > 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, left);
}

function ethernet(ethertype: number, payload: Buffer): Buffer {
  return Buffer.concat([destination, source, uint16(ethertype), payload]);
}

function tagged(vlan: number, ethertype: number, payload: Buffer): Buffer {
  return Buffer.concat([uint16(vlan), uint16(ethertype), payload]);
}

function ipv4(protocol: number, payload: Buffer, flow: number, fragment = 0): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt16BE(fragment, 6);
  header[8] = 64;
  header[9] = protocol;
  header.set([198, 18, (flow >> 8) & 0xff, flow & 0xff], 12);
  header.set([198, 19, 0, 1], 16);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, payload]);
}

function ipv6(next: number, payload: Buffer, flow: number): Buffer {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(payload.length, 4);
  header[6] = next;
  header[7] = 64;
  header.set([0x20, 0x01, 0x0d, 0xb8], 8);
  header.writeUInt16BE(flow & 0xffff, 22);
  header.set([0x20, 0x01, 0x0d, 0xb8, 0, 1], 24);
  header[39] = 1;
  return Buffer.concat([header, payload]);
}

function ports(flow: number, payload: number): Buffer {
  return Buffer.concat([
    uint16(1024 + (flow % 60_000)),
    uint16(9),
    uint16(8 + payload),
    uint16(0),
    Buffer.alloc(payload),
  ]);
}

function tcp(flow: number): Buffer {
  const header = Buffer.alloc(72);
  header.writeUInt16BE(1024 + (flow % 60_000), 0);
  header.writeUInt16BE(9, 2);
  header[12] = 0x50;
  header[13] = 0x12;
  return header;
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}

main();
