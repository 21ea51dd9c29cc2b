import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/** Runs a test with an `/etc/hosts` of its own, in the mount namespace in which we are: nobody else may be in that. */
export async function inHostsFile(
  test: (write: (text: string) => void) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-hosts-'));
  const file = join(directory, 'hosts');
  writeFileSync(file, '');
  execFileSync('mount', ['--bind', file, '/etc/hosts'], { env: environment });
  try {
    await test((text) => {
      writeFileSync(file, text);
    });
  } finally {
    execFileSync('umount', ['/etc/hosts'], { env: environment });
    rmSync(directory, { recursive: true });
  }
}
