import { execa } from 'execa';

/** A user namespace makes it work without root; where that is forbidden, root does without one. */
const candidates: readonly (readonly string[])[] = [
  ['--user', '--map-root-user', '--net', '--mount', '--kill-child'],
  ['--net', '--mount', '--kill-child'],
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
