import { loadBpfCall, type BpfCall } from './bpf-call.js';
import { readProgram } from './bpf-object.js';
import { loadProgram, type LoadedProgram } from './bpf-program.js';
import { batchSize } from './bpf-map.js';
import { FlowError } from './flow-error.js';
import { FlowRows } from './flow-rows.js';
import {
  decodeFlows,
  decodeSide,
  decodeTotals,
  directions,
  encodeMetered,
  encodeSide,
  layout,
  type Direction,
  type MeteredInterface,
  type SideTotals,
} from './meter-layout.js';
import { MeterMaps } from './meter-maps.js';
import { meterObject } from './meter-object.js';
import type { HookFailure, PacketHooks } from './packet-hooks.js';
import { pinDirectory } from './pin-directory.js';

export interface KernelMeterOptions {
  readonly hooks: PacketHooks;
  /** Of this agent, for its pins. */
  readonly name: string;
  /** Of the bpf file system; absent: /sys/fs/bpf. */
  readonly root?: string;
  /** Flows that can be told apart between two readings; absent: 65,536. */
  readonly mostFlows?: number;
}

export type NumberTotals = Readonly<Record<Direction, SideTotals>>;

const defaultRoot = '/sys/fs/bpf';
const defaultMostFlows = 65_536;

/** The eBPF meter of this machine. What it counts stays in the kernel when this process ends, and it goes on counting. */
export class KernelMeter {
  /** Throws {@link FlowError}: `unavailable` where this machine or process can't have it. */
  static async open(options: KernelMeterOptions): Promise<KernelMeter> {
    const bpf = await loadBpfCall();
    if (bpf === undefined) {
      throw new FlowError('unavailable', 'the package koffi, by which eBPF is reached, is missing');
    }
    const { root = defaultRoot, name, mostFlows = defaultMostFlows } = options;
    const maps = new MeterMaps(bpf, pinDirectory(bpf, root, name), mostFlows);
    return new KernelMeter(bpf, maps, options.hooks);
  }

  readonly #programs: Readonly<Record<Direction, LoadedProgram>>;

  private constructor(
    private readonly bpf: BpfCall,
    private readonly maps: MeterMaps,
    private readonly hooks: PacketHooks,
  ) {
    const object = Buffer.from(meterObject, 'base64');
    const fds: Readonly<Record<string, number>> = {
      meter_interfaces: maps.interfaces.fd,
      meter_totals: maps.totals.fd,
      meter_flows: maps.slot.fd,
    };
    const load = (direction: Direction): LoadedProgram =>
      loadProgram(bpf, readProgram(object, direction), (map) => fds[map] ?? -1);
    this.#programs = { ingress: load('ingress'), egress: load('egress') };
  }

  /** Counts from now on what passes these interfaces, by the kernel's numbers of them. */
  async attach(interfaces: ReadonlyMap<number, MeteredInterface>): Promise<readonly HookFailure[]> {
    for (const [index, metered] of interfaces) {
      await this.#makeTotals(metered.number);
      await this.maps.interfaces.insert(indexKey(index), encodeMetered(metered));
    }
    const { ingress, egress } = this.#programs;
    return this.hooks.attach([...interfaces.keys()], {
      ingress: { fd: ingress.fd, name: 'hercules_meter_in' },
      egress: { fd: egress.fd, name: 'hercules_meter_out' },
    });
  }

  async detach(interfaces: readonly number[]): Promise<readonly HookFailure[]> {
    const failures = await this.hooks.detach(interfaces);
    for (const index of interfaces) this.maps.interfaces.delete(indexKey(index));
    return failures;
  }

  /** What was counted by the numbers of interfaces. */
  async totals(): Promise<ReadonlyMap<number, NumberTotals>> {
    const { processors, totals } = this.maps;
    const valueSize = layout.totals.valueSize * processors;
    const found = new Map<number, Partial<Record<Direction, SideTotals>>>();
    for await (const { keys, values, count } of totals.entries(valueSize)) {
      for (let index = 0; index < count; index += 1) {
        const { number, direction } = decodeSide(keys, index * layout.totals.keySize);
        const sides = found.get(number) ?? {};
        sides[direction] = decodeTotals(values, index * valueSize, processors);
        found.set(number, sides);
      }
    }
    return new Map([...found].flatMap(([number, sides]) => wholeTotals(number, sides)));
  }

  /** Forgets what was counted for a number that nothing uses any more. */
  forget(number: number): void {
    for (const direction of directions) this.maps.totals.delete(encodeSide(number, direction));
  }

  /** Ends a generation: what was counted in it can be read, and nothing more comes to it. */
  async swap(): Promise<void> {
    await this.maps.swap();
  }

  /** Generations that ended and are not yet released, the oldest first. */
  standing(): readonly number[] {
    return this.maps.standing();
  }

  /**
   * What was counted in a generation that has ended, in parts; the memory of a part is used again for the next one.
   *
   * @param clock milliseconds from CLOCK_MONOTONIC to the time since 1970
   */
  async *flows(generation: number, clock: number): AsyncGenerator<FlowRows> {
    const map = this.maps.open(generation);
    const rows = FlowRows.withRoomFor(batchSize);
    try {
      for await (const { keys, values, count } of map.entries()) {
        decodeFlows(viewOf(keys), viewOf(values), count, clock, rows);
        yield count === rows.length ? rows : rows.head(count);
      }
    } finally {
      map.close();
    }
  }

  /** What a generation has counted is safe elsewhere: its memory can go. */
  release(generation: number): void {
    this.maps.release(generation);
  }

  close(): void {
    for (const { fd } of Object.values(this.#programs)) this.bpf.close(fd);
    this.maps.close();
  }

  async #makeTotals(number: number): Promise<void> {
    const { totals, processors } = this.maps;
    const bytes = layout.totals.valueSize * processors;
    for (const direction of directions) {
      const key = encodeSide(number, direction);
      if (totals.lookup(key, bytes) === undefined) await totals.insert(key, Buffer.alloc(bytes));
    }
  }
}

function wholeTotals(
  number: number,
  { ingress, egress }: Partial<Record<Direction, SideTotals>>,
): readonly (readonly [number, NumberTotals])[] {
  return ingress === undefined || egress === undefined ? [] : [[number, { ingress, egress }]];
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function indexKey(index: number): Buffer {
  const key = Buffer.alloc(layout.interfaces.keySize);
  key.writeUInt32LE(index);
  return key;
}
