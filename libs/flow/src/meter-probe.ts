import { loadBpfCall } from './bpf-call.js';
import { BpfMap, mapType, noPrealloc } from './bpf-map.js';
import { readProgram } from './bpf-object.js';
import { loadProgram } from './bpf-program.js';
import { layout } from './meter-layout.js';
import { meterObject } from './meter-object.js';

/** Whether the kernel takes the meter's program from this process. Nothing of it stays. */
export async function kernelTakesMeter(): Promise<boolean> {
  const bpf = await loadBpfCall();
  if (bpf === undefined) return false;
  const fds: number[] = [];
  const make = (name: string, type: number, sizes: Sizes, innerFd?: number): number => {
    const flags = type === mapType.hash || type === mapType.percpuHash ? noPrealloc : 0;
    const shape = {
      name,
      type,
      ...sizes,
      entries: 1,
      flags,
      ...(innerFd !== undefined && { innerFd }),
    };
    const { fd } = BpfMap.create(bpf, shape);
    fds.push(fd);
    return fd;
  };
  try {
    const flows = make('hc_probe_flow', mapType.hash, layout.flows);
    const maps: Readonly<Record<string, number>> = {
      meter_interfaces: make('hc_probe_if', mapType.hash, layout.interfaces),
      meter_totals: make('hc_probe_total', mapType.percpuHash, layout.totals),
      meter_flows: make('hc_probe_slot', mapType.arrayOfMaps, { keySize: 4, valueSize: 4 }, flows),
    };
    const object = Buffer.from(meterObject, 'base64');
    const { fd } = loadProgram(bpf, readProgram(object, 'ingress'), (map) => maps[map] ?? -1);
    fds.push(fd);
    return true;
  } catch {
    // Refused: no right, no such kind of map or program, or a lockdown. Whoever opens the meter is told why.
    return false;
  } finally {
    for (const fd of fds) bpf.close(fd);
  }
}

interface Sizes {
  readonly keySize: number;
  readonly valueSize: number;
}
