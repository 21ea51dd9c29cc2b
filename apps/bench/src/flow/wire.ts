import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const tools = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
export const trafficProcess = join(import.meta.dirname, 'traffic.js');

/** The interfaces `metered` and `far`, each other's end; answers with the kernel's number of the first. */
export function makeWire(): number {
  run('ip', 'link', 'add', 'metered', 'type', 'veth', 'peer', 'name', 'far');
  for (const name of ['metered', 'far']) {
    run('ip', 'link', 'set', name, 'addrgenmode', 'none');
    run('ip', 'link', 'set', name, 'up');
  }
  run('ip', 'address', 'add', '198.51.100.1/24', 'dev', 'far');
  const text = execFileSync('ip', ['-j', 'link', 'show', 'metered'], {
    env: tools,
    encoding: 'utf8',
  });
  const [link] = JSON.parse(text) as readonly [{ readonly ifindex: number }];
  return link.ifindex;
}

export function removeWire(): void {
  run('ip', 'link', 'delete', 'metered');
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { env: tools });
}
