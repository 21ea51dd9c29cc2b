import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { freshHost } from '../bench-host.js';
import type { Network } from './bench-site.js';
import { batchLines, interfacesFile } from './command-lines.js';

/** Seconds in which somebody else brings a network about on a fresh host, the start of the program included. */
export type Baseline = (network: Network) => Promise<number>;

export const ipBatch: Baseline = async (network) => {
  const host = await freshHost();
  const input = batchLines(network);
  return secondsOf(() => execa('ip', ['-n', host, '-batch', '-'], { input }));
};

/** Where ifupdown2 is unpacked; undefined: it is not to be had. */
export function unpackedIfupdown2(): string | undefined {
  const root = process.env['IFUPDOWN2'];
  return root !== undefined && existsSync(join(root, 'usr/share/ifupdown2')) ? root : undefined;
}

/** Sees an /etc with its own configuration and little else, and the interfaces of its namespace alone. */
export function ifupdown2(root: string): Baseline {
  return async (network) => {
    const host = await freshHost();
    const directory = mkdtempSync(join(tmpdir(), 'hercules-ifupdown2-'));
    try {
      writeFileSync(join(directory, 'interfaces'), interfacesFile(network));
      const script = join(directory, 'private-ifup');
      writeFileSync(script, privateIfup);
      const command = ['netns', 'exec', host, 'sh', script, root, directory];
      await execa('ip', [...command, 'prepare']);
      const seconds = await secondsOf(() => execa('ip', [...command, 'run'], { reject: false }));
      await assertUp(host, network);
      return seconds;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  };
}

/**
 * `ip netns exec` gives every run a mount namespace of its own, so that nothing of this is left behind or seen by
 * others.
 */
const privateIfup = `set -eu
root=$1 directory=$2 step=$3
if [ "$step" = prepare ]; then
  mkdir -p "$directory/etc/network"
  for name in alternatives group iproute2 ld.so.cache ld.so.conf ld.so.conf.d nsswitch.conf passwd python3; do
    if [ -e "/etc/$name" ]; then cp -r "/etc/$name" "$directory/etc/"; fi
  done
  cp -r "$root/etc/network/." "$directory/etc/network/"
  cp "$directory/interfaces" "$directory/etc/network/interfaces"
  sed -i "s#^state_dir=.*#state_dir=$directory/#" "$directory/etc/network/ifupdown2/ifupdown2.conf"
  exit
fi
mount --bind "$directory/etc" /etc
mkdir -p /run/network
# It goes by its own name, and beside its own folder python would take its modules for those of others.
cp "$root/usr/share/ifupdown2/__main__.py" "$directory/ifup"
PYTHONPATH="$root/usr/share" PYTHONDONTWRITEBYTECODE=1 exec python3 -P "$directory/ifup" -a
`;

/** A baseline that did not do its work is none. */
async function assertUp(host: string, { segments, isBridged = false }: Network): Promise<void> {
  const { stdout } = await execa('ip', ['-n', host, '-o', 'link', 'show', 'up']);
  const up = stdout.split('\n').filter((line) => / (vx|br)\d+: /.test(line)).length;
  const wanted = segments * (isBridged ? 2 : 1);
  if (up !== wanted) throw new Error(`of ${wanted} interfaces ${up} are up`);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
