/** Link type of pcap: raw IP. */
const rawIp = 101;
const headers = { ip: 20, udp: 8 } as const;

/** A file of pcap(5) with a datagram of UDP over IPv4 for each message, to a port, from another. */
export function captureOf(messages: readonly Buffer[], port: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(rawIp, 20);
  return Buffer.concat([header, ...messages.flatMap((one) => [recordOf(one, port), one])]);
}

function recordOf(message: Buffer, port: number): Buffer {
  const length = headers.ip + headers.udp + message.length;
  const record = Buffer.alloc(16 + headers.ip + headers.udp);
  record.writeUInt32LE(length, 8);
  record.writeUInt32LE(length, 12);
  record.set([0x45, 0, length >> 8, length & 0xff, 0, 0, 0, 0, 64, 17], 16);
  record.set([127, 0, 0, 1, 127, 0, 0, 1], 28);
  record.writeUInt16BE(40_000, 36);
  record.writeUInt16BE(port, 38);
  record.writeUInt16BE(headers.udp + message.length, 40);
  return record;
}
