/** `union bpf_attr` of include/uapi/linux/bpf.h in the making. Holds on to every buffer that it points to. */
export class BpfAttributes {
  readonly bytes: Buffer;
  readonly #targets = new Map<number, Buffer>();

  constructor(
    size: number,
    private readonly addressOf: (bytes: Buffer) => bigint,
  ) {
    this.bytes = Buffer.alloc(size);
  }

  u32(offset: number, value: number): this {
    this.bytes.writeUInt32LE(value, offset);
    return this;
  }

  u64(offset: number, value: bigint): this {
    this.bytes.writeBigUInt64LE(value, offset);
    return this;
  }

  /** A pointer to bytes that the kernel reads or writes. */
  pointer(offset: number, target: Buffer): this {
    this.#targets.set(offset, target);
    return this.u64(offset, this.addressOf(target));
  }

  /** A pointer to a text with its closing NUL. */
  path(offset: number, text: string): this {
    return this.pointer(offset, Buffer.from(`${text}\0`));
  }

  /** An object's name: at most 15 characters. */
  name(offset: number, text: string): this {
    this.bytes.write(text.slice(0, 15), offset, 'latin1');
    return this;
  }

  /** To be called after the system call: until then nothing that it points to can be taken away. */
  held(): number {
    return this.#targets.size;
  }
}
