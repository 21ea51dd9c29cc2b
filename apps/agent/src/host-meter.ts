import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FlowError, FlowExporter, FlowSpool, KernelMeter, type ExportRound } from '#flow';
import { ClsactHooks } from '#netlink';
import type { FlowMeter } from '#protocol';

/** The meter of this machine with what sends its flows. */
export interface HostMeter {
  readonly kind: Exclude<FlowMeter, 'counters'>;
  readonly meter: Pick<KernelMeter, 'attach' | 'detach'>;
  readonly exporter: Pick<FlowExporter, 'configure' | 'streams' | 'send'> & {
    round(): Promise<MeterRound>;
  };
  close(): Promise<void>;
}

export interface MeterRound extends Pick<ExportRound, 'unaccounted'> {
  /** Undefined: the meter has no totals that are exact; the interfaces' own counters are. */
  readonly totals: ExportRound['totals'] | undefined;
}

export interface HostMeterOptions {
  /** Key id of the host. */
  readonly host: string;
  readonly stateDir: string;
  /** Of the bpf file system; absent: /sys/fs/bpf. */
  readonly root?: string;
  /** Private enterprise number of our own elements; absent: none are sent. */
  readonly enterprise?: number;
}

/** Goes when the machine starts anew, as what the kernel has counted does. */
const runDirectory = '/run';

/** @throws FlowError `unavailable` or `refused` where this machine or process can't meter flows. */
export async function openHostMeter({
  host,
  stateDir,
  root,
  enterprise,
}: HostMeterOptions): Promise<HostMeter> {
  const hooks = await ClsactHooks.open();
  try {
    const name = `agent-${host.slice(0, 16)}`;
    const meter = await KernelMeter.open({ hooks, name, ...(root !== undefined && { root }) });
    const spool = new FlowSpool(spoolDirectory(name, stateDir));
    const exporter = new FlowExporter({
      ...{ meter, spool, domain: domainOf(host), clock: Date.now },
      ...(enterprise !== undefined && { enterprise }),
    });
    const close = (): Promise<void> => {
      exporter.close();
      meter.close();
      hooks.close();
      return Promise.resolve();
    };
    return { kind: 'ebpf', meter, exporter, close };
  } catch (cause) {
    hooks.close();
    throw cause instanceof FlowError
      ? cause
      : new FlowError('unavailable', `flows can't be metered here: ${String(cause)}`, { cause });
  }
}

function spoolDirectory(name: string, stateDir: string): string {
  try {
    accessSync(runDirectory, constants.W_OK);
    const directory = join(runDirectory, 'hercules-agent', name);
    mkdirSync(directory, { recursive: true });
    return directory;
  } catch {
    // No place of the machine's own: the state directory holds it as well.
    return join(stateDir, 'flow-spool');
  }
}

/** 32 bits that are the same for the same host. */
function domainOf(host: string): number {
  return createHash('sha256').update(host).digest().readUInt32BE(0);
}
