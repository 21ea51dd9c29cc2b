import { getSystemErrorName } from 'node:util';
import { BpfAttributes } from './bpf-attributes.js';
import { FlowError } from './flow-error.js';

/** Commands of bpf(2): enum bpf_cmd of include/uapi/linux/bpf.h. */
export const bpfCommand = {
  mapCreate: 0,
  mapLookup: 1,
  mapUpdate: 2,
  mapDelete: 3,
  progLoad: 5,
  objPin: 6,
  objGet: 7,
  mapFdById: 14,
  objInfo: 15,
  mapLookupBatch: 24,
} as const;

/** The system call bpf(2), and what else of the C library its users need. */
export interface BpfCall {
  /** Answers with what the kernel does, where not negative; throws {@link FlowError} `refused` with the errno's name. */
  run(command: number, attributes: BpfAttributes, attempt: string): number;
  /** The same in another thread; answers with the kernel's result as it is, -1 for a refusal. */
  runAside(command: number, attributes: BpfAttributes): Promise<number>;
  /** Empty attributes of so many bytes. */
  attributes(size: number): BpfAttributes;
  /** mount(2) of a bpf file system; false: refused. */
  mountBpfFs(directory: string): boolean;
  close(fd: number): void;
}

/** __NR_bpf by the architectures that we run on. */
const systemCall: Readonly<Record<string, number>> = { x64: 321, arm64: 280 };

/** EAGAIN: the kernel's check of a program was interrupted by a signal (`do_check` of kernel/bpf/verifier.c). */
const tryAgain = 11;
const mostTries = 20;

/** Undefined where koffi, which is optional, can't be had, or for another architecture. */
export async function loadBpfCall(): Promise<BpfCall | undefined> {
  const number = systemCall[process.arch];
  if (number === undefined) return undefined;
  try {
    return bind(await import('koffi'), number);
  } catch {
    // koffi is an optional dependency: not installed, or no build of it for this machine.
    return undefined;
  }
}

function bind(koffi: typeof import('koffi'), number: number): BpfCall {
  const libc = koffi.load(null);
  const bpf = libc.func('long syscall(long, int, void *, unsigned int)');
  const mount = libc.func('int mount(const char *, const char *, const char *, ulong, void *)');
  const close = libc.func('int close(int)');
  return {
    run: (command, attributes, attempt) => {
      for (let tries = 1; ; tries += 1) {
        const result = Number(bpf(number, command, attributes.bytes, attributes.bytes.length));
        const errno = koffi.errno();
        attributes.held();
        if (result >= 0) return result;
        if (errno !== tryAgain || tries === mostTries) throw refusal(attempt, errno);
      }
    },
    runAside: (command, attributes) =>
      new Promise((resolve, reject) => {
        const done = (error: unknown, result: unknown): void => {
          attributes.held();
          if (error == null) resolve(Number(result));
          else reject(new FlowError('refused', 'bpf(2) could not be called', { cause: error }));
        };
        bpf.async(number, command, attributes.bytes, attributes.bytes.length, done);
      }),
    attributes: (size) => new BpfAttributes(size, (bytes) => koffi.address(bytes)),
    mountBpfFs: (directory) => Number(mount('bpf', directory, 'bpf', 0, null)) === 0,
    close: (fd) => {
      close(fd);
    },
  };
}

export class BpfRefusal extends FlowError {
  constructor(
    message: string,
    readonly errno: string,
  ) {
    super('refused', message);
  }
}

function refusal(attempt: string, errno: number): BpfRefusal {
  const name = getSystemErrorName(-errno);
  return new BpfRefusal(`${attempt}: bpf(2) failed with ${name}`, name);
}
