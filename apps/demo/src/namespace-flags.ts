import { execa } from 'execa';

/** Root does without a user namespace, in which the kernel takes no eBPF programs; everybody else needs one. */
const candidates: readonly (readonly string[])[] = [
  ['--net', '--mount', '--kill-child'],
  ['--user', '--map-root-user', '--net', '--mount', '--kill-child'],
];

/** The first way in which this machine lets us have network and mount namespaces of our own. */
export async function namespaceFlags(): Promise<readonly string[]> {
  for (const flags of candidates) {
    const { failed } = await execa('unshare', [...flags, '--', 'true'], { reject: false });
    if (!failed) return flags;
  }
  throw new Error(
    'this machine does not let us make network namespaces: run as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)',
  );
}
