import { execa } from 'execa';

const own = ['--net', '--mount', '--kill-child'];
const asUser = ['--user', '--map-root-user'];
const processes = ['--pid', '--mount-proc'];
/** As the first process of its namespace the command itself would hear no signals; this one starts it, and waits. */
const first = ['sh', '-c', '"$@"; exit $?', 'sh'];

/** Root does without a user namespace, in which the kernel takes no eBPF programs; everybody else needs one. */
const candidates: readonly (readonly string[])[] = [
  [...own, ...processes, '--', ...first],
  [...own, '--'],
  [...asUser, ...own, ...processes, '--', ...first],
  [...asUser, ...own, '--'],
];

/**
 * What stands before a command so that it runs in network and mount namespaces of its own, the first way in which this machine
 * lets us have them. With the command all that it has started ends, daemons too, where the machine grants process namespaces.
 */
export async function ownNamespaces(): Promise<readonly [string, ...string[]]> {
  for (const args of candidates) {
    const { failed } = await execa('unshare', [...args, 'true'], { reject: false });
    if (!failed) return ['unshare', ...args];
  }
  throw new Error(
    'this machine does not let us make network namespaces: run as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)',
  );
}
