import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { BpfCall } from './bpf-call.js';
import { FlowError } from './flow-error.js';

/** BPF_FS_MAGIC of include/uapi/linux/magic.h. */
const bpfFsMagic = 0xcafe4a11;

/** Another layout of maps gets another directory, so that no program meets maps that it does not know. */
const layoutVersion = 1;

/**
 * A directory of a bpf file system, made and mounted where that is needed. Throws {@link FlowError} `unavailable`.
 *
 * @param root as /sys/fs/bpf
 * @param name of the agent, of which a machine may have several in network namespaces of their own
 */
export function pinDirectory(bpf: BpfCall, root: string, name: string): string {
  if (!isBpfFs(root)) {
    mkdirSync(root, { recursive: true });
    if (!bpf.mountBpfFs(root) || !isBpfFs(root)) {
      throw new FlowError(
        'unavailable',
        `no bpf file system could be mounted at ${root}: mount one there before the agent starts`,
      );
    }
  }
  const directory = join(root, 'hercules-connect', `${name}-v${layoutVersion}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

function isBpfFs(path: string): boolean {
  try {
    return statfsSync(path).type === bpfFsMagic;
  } catch {
    // It is not there.
    return false;
  }
}
