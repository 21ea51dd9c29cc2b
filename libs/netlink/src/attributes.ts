import { NetlinkError } from './netlink-error.js';

/*
 * Attributes of include/uapi/linux/netlink.h (struct nlattr): u16 length with these 4 bytes, u16 type, payload,
 * padding to 4 bytes. Numbers are in host byte order, which is little-endian on every machine that Node's Linux
 * builds x64 and arm64 run on; those of the network (ports) are big-endian.
 */
const headerLength = 4;
/** NLA_TYPE_MASK: without NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
const typeMask = 0x3fff;

/** Length rounded up to the next multiple of 4 (NLA_ALIGN, NLMSG_ALIGN). */
export function align(length: number): number {
  return (length + 3) & ~3;
}

export function bytesAttribute(type: number, payload: Uint8Array): Buffer {
  const attribute = emptyAttribute(type, payload.length);
  attribute.set(payload, headerLength);
  return attribute;
}

export function u8Attribute(type: number, value: number): Buffer {
  const attribute = emptyAttribute(type, 1);
  attribute.writeUInt8(value, headerLength);
  return attribute;
}

export function u16Attribute(type: number, value: number): Buffer {
  const attribute = emptyAttribute(type, 2);
  attribute.writeUInt16LE(value, headerLength);
  return attribute;
}

/** A port number and the like: network byte order. */
export function portAttribute(type: number, value: number): Buffer {
  const attribute = emptyAttribute(type, 2);
  attribute.writeUInt16BE(value, headerLength);
  return attribute;
}

export function u32Attribute(type: number, value: number): Buffer {
  const attribute = emptyAttribute(type, 4);
  attribute.writeUInt32LE(value, headerLength);
  return attribute;
}

/** A string with its closing NUL. */
export function textAttribute(type: number, text: string): Buffer {
  const length = Buffer.byteLength(text);
  const attribute = emptyAttribute(type, length + 1);
  attribute.write(text, headerLength);
  attribute.writeUInt8(0, headerLength + length);
  return attribute;
}

/** A string without a NUL, where the kernel goes by the length. */
export function stringAttribute(type: number, text: string): Buffer {
  return bytesAttribute(type, Buffer.from(text));
}

export function nestedAttribute(type: number, content: readonly Buffer[]): Buffer {
  return bytesAttribute(type, Buffer.concat(content));
}

/** Header and padding are written, the payload is not; from the pool, since there are many of these. */
function emptyAttribute(type: number, payloadLength: number): Buffer {
  const length = headerLength + payloadLength;
  const attribute = Buffer.allocUnsafe(align(length));
  attribute.writeUInt16LE(length, 0);
  attribute.writeUInt16LE(type, 2);
  attribute.fill(0, length);
  return attribute;
}

/**
 * A received list of attributes, checked as a whole when it is made; values are read on demand. An absent attribute is
 * undefined, one too short for what is read from it is a {@link NetlinkError} `malformed`. Where a type occurs more
 * than once the last one counts, as in the kernel's own parser.
 */
export class Attributes {
  readonly #offsets = new Map<number, number>();

  /** `bytes` from `start` on hold nothing but attributes. */
  constructor(
    private readonly bytes: Buffer,
    private readonly start = 0,
  ) {
    let offset = start;
    while (offset + headerLength <= bytes.length) {
      const length = bytes.readUInt16LE(offset);
      if (length < headerLength || offset + length > bytes.length) {
        throw new NetlinkError(
          'malformed',
          `an attribute at byte ${offset} claims ${length} bytes where ${bytes.length - offset} are left`,
        );
      }
      this.#offsets.set(bytes.readUInt16LE(offset + 2) & typeMask, offset);
      offset += align(length);
    }
  }

  get types(): readonly number[] {
    return [...this.#offsets.keys()];
  }

  has(type: number): boolean {
    return this.#offsets.has(type);
  }

  /** A view, not a copy. */
  payload(type: number): Buffer | undefined {
    const offset = this.#offsets.get(type);
    return offset === undefined
      ? undefined
      : this.bytes.subarray(offset + headerLength, offset + this.bytes.readUInt16LE(offset));
  }

  /** Every value of a type that may stand more than once, in their order; views, not copies. */
  all(type: number): readonly Buffer[] {
    const values: Buffer[] = [];
    let offset = this.start;
    while (offset + headerLength <= this.bytes.length) {
      const length = this.bytes.readUInt16LE(offset);
      const isMeant = (this.bytes.readUInt16LE(offset + 2) & typeMask) === type;
      if (isMeant) values.push(this.bytes.subarray(offset + headerLength, offset + length));
      offset += align(length);
    }
    return values;
  }

  u8(type: number): number | undefined {
    const offset = this.valueOffset(type, 1);
    return offset === undefined ? undefined : this.bytes.readUInt8(offset);
  }

  u16(type: number): number | undefined {
    const offset = this.valueOffset(type, 2);
    return offset === undefined ? undefined : this.bytes.readUInt16LE(offset);
  }

  /** Network byte order. */
  port(type: number): number | undefined {
    const offset = this.valueOffset(type, 2);
    return offset === undefined ? undefined : this.bytes.readUInt16BE(offset);
  }

  u32(type: number): number | undefined {
    const offset = this.valueOffset(type, 4);
    return offset === undefined ? undefined : this.bytes.readUInt32LE(offset);
  }

  /** Up to the first NUL. */
  text(type: number): string | undefined {
    const payload = this.payload(type);
    if (payload === undefined) return undefined;
    const end = payload.indexOf(0);
    return payload.toString('utf8', 0, end < 0 ? payload.length : end);
  }

  nested(type: number): Attributes | undefined {
    const payload = this.payload(type);
    return payload === undefined ? undefined : new Attributes(payload);
  }

  private valueOffset(type: number, size: number): number | undefined {
    const offset = this.#offsets.get(type);
    if (offset === undefined) return undefined;
    const length = this.bytes.readUInt16LE(offset) - headerLength;
    if (length >= size) return offset + headerLength;
    throw new NetlinkError(
      'malformed',
      `attribute ${type} has ${length} bytes where ${size} are needed`,
    );
  }
}
