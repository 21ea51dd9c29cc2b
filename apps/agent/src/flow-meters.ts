import { accessSync, constants } from 'node:fs';
import { flowCapabilities, type Capabilities } from '#drivers';
import { kernelTakesMeter } from '#flow';
import type { FlowMeter } from '#protocol';
import type { FlowDaemonKind } from './flow-daemons.js';

/** Where Debian's packages put them, the better one first. */
const programs = { pmacctd: '/usr/sbin/pmacctd', softflowd: '/usr/sbin/softflowd' } as const;

export interface FlowProgram {
  readonly kind: FlowDaemonKind;
  /** Absolute path. */
  readonly program: string;
}

/** The best of the programs that are installed; undefined: none is. */
export function flowProgram(
  paths: Readonly<Record<FlowDaemonKind, string>> = programs,
): FlowProgram | undefined {
  const kinds = ['pmacctd', 'softflowd'] as const;
  return kinds
    .map((kind) => ({ kind, program: paths[kind] }))
    .find(({ program }) => isExecutable(program));
}

/** What this host can tell of flows, by the meter that it would take. */
export async function hostFlowCapabilities(): Promise<Capabilities> {
  const meter: FlowMeter = (await kernelTakesMeter())
    ? 'ebpf'
    : (flowProgram()?.kind ?? 'counters');
  return flowCapabilities(meter);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // It is not installed.
    return false;
  }
}
