import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { BpfCall } from './bpf-call.js';
import { BpfMap, mapType, noPrealloc, type MapShape } from './bpf-map.js';
import { layout } from './meter-layout.js';

const mostInterfaces = 65_536;
const slotKey = Buffer.alloc(4);

/**
 * The meter's maps, pinned in a directory: they outlive us, and who opens them again goes on where we were.
 *
 * Flows are counted in the map of one generation. To read it, a map of the next generation takes its place; the kernel
 * answers when no program uses the old one any more, so that nothing is lost and nothing counted twice. A generation's
 * pin stands until its reader has said that what was read is safe.
 */
export class MeterMaps {
  readonly interfaces: BpfMap;
  readonly totals: BpfMap;
  readonly slot: BpfMap;
  /** Processors that this machine may ever have: so many values has an entry of a per-processor map. */
  readonly processors = possibleProcessors();
  #generation: number;

  constructor(
    private readonly bpf: BpfCall,
    private readonly directory: string,
    private readonly mostFlows: number,
  ) {
    this.interfaces = this.openOrCreate({
      name: 'hc_interfaces',
      type: mapType.hash,
      ...layout.interfaces,
      entries: mostInterfaces,
      flags: noPrealloc,
    });
    this.totals = this.openOrCreate({
      name: 'hc_totals',
      type: mapType.percpuHash,
      ...layout.totals,
      entries: mostInterfaces * 2,
      flags: noPrealloc,
    });
    const [generation, slot] = this.openSlot();
    this.#generation = generation;
    this.slot = slot;
  }

  /** Puts a fresh map in the place of the one that flows are counted in. */
  async swap(): Promise<void> {
    const next = this.#generation + 1;
    const map = await this.nextFlowMap(next);
    try {
      // The kernel waits for its programs; meanwhile it makes the map that comes after.
      await Promise.all([this.slot.updateAside(slotKey, uint32(map.fd)), this.prepare(next + 1)]);
      this.#generation = next;
    } finally {
      map.close();
    }
  }

  /** Generations that are counted in no longer and not yet released, the oldest first. */
  standing(): readonly number[] {
    return this.generations().filter((generation) => generation < this.#generation);
  }

  /** The map of one generation, to be closed by the caller. */
  open(generation: number): BpfMap {
    return this.flowMap(generation);
  }

  /** What was counted in a generation is safe elsewhere. */
  release(generation: number): void {
    unlinkSync(this.flowPath(generation));
  }

  close(): void {
    for (const map of [this.interfaces, this.totals, this.slot]) map.close();
  }

  /** The generation in use is the one whose map the slot names. */
  private openSlot(): readonly [number, BpfMap] {
    const path = join(this.directory, 'slot');
    const generations = this.generations();
    const shape = {
      name: 'hc_flows',
      type: mapType.arrayOfMaps,
      keySize: 4,
      valueSize: 4,
      entries: 1,
    };
    const known = BpfMap.pinned(this.bpf, shape, path);
    const inUse = known?.lookup(slotKey)?.readUInt32LE(0);
    const current = generations.find((generation) => this.idOf(generation) === inUse);
    if (known !== undefined && current !== undefined) return [current, known];
    known?.close();
    const first = Math.max(freshGeneration(), (generations.at(-1) ?? 0) + 1);
    const map = this.flowMap(first);
    const slot = BpfMap.create(this.bpf, { ...shape, innerFd: map.fd });
    slot.update(slotKey, uint32(map.fd));
    if (known !== undefined) unlinkSync(path);
    slot.pin(path);
    map.close();
    return [first, slot];
  }

  private idOf(generation: number): number {
    const map = this.flowMap(generation);
    try {
      return map.id();
    } finally {
      map.close();
    }
  }

  private flowMap(generation: number): BpfMap {
    return this.openOrCreate(this.flowShape(), this.flowPath(generation));
  }

  private async nextFlowMap(generation: number): Promise<BpfMap> {
    const path = this.flowPath(generation);
    const known = BpfMap.pinned(this.bpf, this.flowShape(), path);
    if (known !== undefined) return known;
    const map = await BpfMap.createAside(this.bpf, this.flowShape());
    map.pin(path);
    return map;
  }

  private async prepare(generation: number): Promise<void> {
    try {
      (await this.nextFlowMap(generation)).close();
    } catch {
      // Whoever needs it tries again.
    }
  }

  private flowShape(): MapShape {
    return {
      name: 'hc_flow',
      type: mapType.hash,
      ...layout.flows,
      entries: this.mostFlows,
    };
  }

  private flowPath(generation: number): string {
    return join(this.directory, `flows-${generation}`);
  }

  private generations(): readonly number[] {
    return readdirSync(this.directory)
      .flatMap((name) => /^flows-(\d+)$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((one, other) => one - other);
  }

  private openOrCreate(shape: MapShape, path = join(this.directory, shape.name.slice(3))): BpfMap {
    const known = BpfMap.pinned(this.bpf, shape, path);
    if (known !== undefined) return known;
    const map = BpfMap.create(this.bpf, shape);
    map.pin(path);
    return map;
  }
}

/** Above every generation that there was before, also where the pins are lost: hundredths of a second since 1970. */
function freshGeneration(): number {
  return Math.floor(Date.now() / 10);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The kernel's document admin-guide/cputopology: '0-7', or '0'. */
function possibleProcessors(): number {
  const text = readFileSync('/sys/devices/system/cpu/possible', 'latin1').trim();
  return Number(text.split(/[-,]/).at(-1)) + 1;
}
