import { setTimeout as sleep } from 'node:timers/promises';
import type { BpfAttributes } from './bpf-attributes.js';
import { BpfRefusal, bpfCommand, type BpfCall } from './bpf-call.js';
import { FlowError } from './flow-error.js';

/** BPF_MAP_TYPE_*. */
export const mapType = { hash: 1, percpuHash: 5, arrayOfMaps: 12 } as const;
/** BPF_F_NO_PREALLOC: entries take memory when they come to be. */
export const noPrealloc = 1;

export interface MapShape {
  readonly name: string;
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly entries: number;
  readonly flags?: number;
  /** A map like those that an array of maps may hold. */
  readonly innerFd?: number;
}

export interface MapEntry {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Tries to insert, and milliseconds between two of them. */
const mostInsertions = 100;
const refill = 5;

/** Most entries read by one system call, and most bytes of their values. */
export const batchSize = 8192;
const mostBytes = 1 << 20;

/** A map of the kernel, held by a file descriptor. */
export class BpfMap {
  private constructor(
    private readonly bpf: BpfCall,
    readonly shape: MapShape,
    readonly fd: number,
  ) {}

  static create(bpf: BpfCall, shape: MapShape): BpfMap {
    const fd = bpf.run(bpfCommand.mapCreate, creation(bpf, shape), `map ${shape.name}`);
    return new BpfMap(bpf, shape, fd);
  }

  /** In another thread: the kernel takes its time for the memory of a large map. */
  static async createAside(bpf: BpfCall, shape: MapShape): Promise<BpfMap> {
    const fd = await bpf.runAside(bpfCommand.mapCreate, creation(bpf, shape));
    if (fd < 0) throw new FlowError('refused', `map ${shape.name} was refused`);
    return new BpfMap(bpf, shape, fd);
  }

  /** The map pinned at a path; undefined: there is none. */
  static pinned(bpf: BpfCall, shape: MapShape, path: string): BpfMap | undefined {
    const fd = openPin(bpf, path);
    return fd === undefined ? undefined : new BpfMap(bpf, shape, fd);
  }

  pin(path: string): void {
    const attributes = this.bpf.attributes(16).path(0, path).u32(8, this.fd);
    this.bpf.run(bpfCommand.objPin, attributes, `pinning a map at ${path}`);
  }

  /** The kernel's number of this map, never used again until the machine starts anew. */
  id(): number {
    const info = Buffer.alloc(80);
    const attributes = this.bpf.attributes(16).u32(0, this.fd).u32(4, info.length).pointer(8, info);
    this.bpf.run(bpfCommand.objInfo, attributes, `asking about map ${this.shape.name}`);
    return info.readUInt32LE(4);
  }

  /** @param bytes of the value, where it is not the shape's (per-processor maps have many) */
  lookup(key: Buffer, bytes = this.shape.valueSize): Buffer | undefined {
    const value = Buffer.alloc(bytes);
    try {
      this.bpf.run(bpfCommand.mapLookup, this.element(key, value), this.attempt('reading'));
      return value;
    } catch (error) {
      if (error instanceof BpfRefusal && error.errno === 'ENOENT') return undefined;
      throw error;
    }
  }

  update(key: Buffer, value: Buffer): void {
    this.bpf.run(bpfCommand.mapUpdate, this.element(key, value), this.attempt('writing'));
  }

  /**
   * The same for a hash that takes memory as it goes: the kernel hands out what it has at hand, and says ENOMEM until its
   * next interrupt has brought more (kernel/bpf/memalloc.c).
   */
  async insert(key: Buffer, value: Buffer): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        this.update(key, value);
        return;
      } catch (error) {
        const mayPass = error instanceof BpfRefusal && error.errno === 'ENOMEM';
        if (!mayPass || tries === mostInsertions) throw error;
        await sleep(refill);
      }
    }
  }

  /** In another thread: for an array of maps the kernel waits until no program uses the entry before. */
  async updateAside(key: Buffer, value: Buffer): Promise<void> {
    const attributes = this.element(key, value);
    const result = await this.bpf.runAside(bpfCommand.mapUpdate, attributes);
    if (result < 0) throw new FlowError('refused', `${this.attempt('writing')} was refused`);
  }

  delete(key: Buffer): void {
    try {
      const attributes = this.bpf.attributes(32).u32(0, this.fd).pointer(8, key);
      this.bpf.run(bpfCommand.mapDelete, attributes, this.attempt('deleting from'));
    } catch (error) {
      if (!(error instanceof BpfRefusal) || error.errno !== 'ENOENT') throw error;
    }
  }

  /**
   * Every entry of a hash that nobody changes meanwhile, in parts. The system calls run in another thread, the next one
   * while a part is looked at; its buffers are used again after that.
   *
   * @param bytes of a value, see `lookup`
   */
  async *entries(bytes = this.shape.valueSize): AsyncGenerator<EntryBatch> {
    const position = Buffer.alloc(Math.max(8, this.shape.keySize));
    const attributes = this.bpf.attributes(56).pointer(8, position).u32(36, this.fd);
    let next = this.readBatch(attributes, this.buffersFor(bytes));
    let spare: Buffers | undefined;
    try {
      for (;;) {
        const { isLast, ...batch } = await next;
        attributes.pointer(0, position);
        if (!isLast) next = this.readBatch(attributes, spare ?? this.buffersFor(bytes));
        spare = batch;
        if (batch.count > 0) yield batch;
        if (isLast) return;
      }
    } finally {
      // Who looks no further leaves a system call that still writes into a buffer.
      await next.catch(() => undefined);
    }
  }

  close(): void {
    this.bpf.close(this.fd);
  }

  /** The kernel fills them; nobody looks behind what it has written. */
  private buffersFor(bytes: number): Buffers {
    const entries = Math.min(batchSize, Math.ceil(mostBytes / bytes));
    return {
      keys: Buffer.allocUnsafeSlow(entries * this.shape.keySize),
      values: Buffer.allocUnsafeSlow(entries * bytes),
    };
  }

  private async readBatch(
    attributes: BpfAttributes,
    { keys, values }: Buffers,
  ): Promise<EntryBatch & { readonly isLast: boolean }> {
    const most = keys.length / this.shape.keySize;
    attributes.u32(32, most).pointer(16, keys).pointer(24, values);
    const isLast = (await this.bpf.runAside(bpfCommand.mapLookupBatch, attributes)) !== 0;
    const count = attributes.bytes.readUInt32LE(32);
    // A refusal that is not the end of the map leaves the count as it was.
    if (isLast && count >= most) throw new FlowError('refused', this.attempt('dumping'));
    return { keys, values, count, isLast };
  }

  private element(key: Buffer, value: Buffer): BpfAttributes {
    return this.bpf.attributes(32).u32(0, this.fd).pointer(8, key).pointer(16, value);
  }

  private attempt(verb: string): string {
    return `${verb} map ${this.shape.name}`;
  }
}

/** Keys and values, one after the other. */
export interface EntryBatch {
  readonly keys: Buffer;
  readonly values: Buffer;
  readonly count: number;
}

type Buffers = Pick<EntryBatch, 'keys' | 'values'>;

function creation(bpf: BpfCall, shape: MapShape): BpfAttributes {
  const { name, type, keySize, valueSize, entries, flags = 0, innerFd = 0 } = shape;
  const attributes = bpf.attributes(72).name(28, name);
  [type, keySize, valueSize, entries, flags, innerFd].forEach((value, index) => {
    attributes.u32(index * 4, value);
  });
  return attributes;
}

function openPin(bpf: BpfCall, path: string): number | undefined {
  const attributes = bpf.attributes(16).path(0, path);
  try {
    return bpf.run(bpfCommand.objGet, attributes, `opening ${path}`);
  } catch (error) {
    if (error instanceof BpfRefusal && error.errno === 'ENOENT') return undefined;
    throw error;
  }
}
