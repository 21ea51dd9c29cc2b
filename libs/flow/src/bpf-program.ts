import type { BpfAttributes } from './bpf-attributes.js';
import { BpfRefusal, bpfCommand, type BpfCall } from './bpf-call.js';
import { linkProgram, type BpfProgram } from './bpf-object.js';
import { FlowError } from './flow-error.js';

/** BPF_PROG_TYPE_SCHED_CLS. */
const schedulerClassifier = 3;
const logSize = 256 * 1024;

export interface LoadedProgram {
  readonly fd: number;
  /** Sixteen hexadecimal digits over the instructions, the same for the same program. */
  readonly tag: string;
}

/** Has the kernel check and take a program; its words are told where it refuses. */
export function loadProgram(
  bpf: BpfCall,
  program: BpfProgram,
  fdOf: (map: string) => number,
): LoadedProgram {
  const instructions = linkProgram(program, fdOf);
  const attributes = bpf.attributes(72).name(48, `hc_${program.name}`).path(16, program.license);
  attributes
    .u32(0, schedulerClassifier)
    .u32(4, instructions.length / 8)
    .pointer(8, instructions);
  const attempt = `loading the meter's ${program.name} program`;
  try {
    return withTag(bpf, bpf.run(bpfCommand.progLoad, attributes, attempt));
  } catch (error) {
    throw error instanceof BpfRefusal && error.errno === 'EACCES'
      ? new FlowError('refused', `${error.message}: ${verifierWords(bpf, attributes)}`)
      : error;
  }
}

function withTag(bpf: BpfCall, fd: number): LoadedProgram {
  const info = Buffer.alloc(64);
  const attributes = bpf.attributes(16).u32(0, fd).u32(4, info.length).pointer(8, info);
  bpf.run(bpfCommand.objInfo, attributes, 'asking about a program');
  return { fd, tag: info.toString('hex', 8, 16) };
}

/** The last lines of the verifier's log. */
function verifierWords(bpf: BpfCall, attributes: BpfAttributes): string {
  const log = Buffer.alloc(logSize);
  attributes.u32(24, 1).u32(28, log.length).pointer(32, log);
  try {
    bpf.run(bpfCommand.progLoad, attributes, '');
  } catch {
    // It is refused again; what was wanted are the words.
  }
  return log
    .toString('utf8', 0, Math.max(0, log.indexOf(0)))
    .trim()
    .split('\n')
    .slice(-3)
    .join('; ');
}
