import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CharonProcess } from '#charon';
import { childrenOf, type IpsecResource } from '#drivers';

const tools = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/** A daemon in a namespace of its own; its ESP is its own too. */
export class BenchGateway {
  readonly directory = mkdtempSync(join(tmpdir(), 'bench-'));
  readonly daemon: CharonProcess;

  constructor(readonly namespace: string) {
    const program = join(this.directory, 'charon');
    const inside = `nsenter --net=/run/netns/${namespace} -- /usr/sbin/charon-systemd`;
    writeFileSync(program, `#!/bin/sh\nexec ${inside}\n`);
    chmodSync(program, 0o700);
    this.daemon = new CharonProcess({ directory: this.directory, program, userspaceEsp: true });
  }

  swanctl(...args: readonly string[]): void {
    const where = ['--uri', `unix://${this.daemon.socket}`];
    execFileSync('swanctl', [...args, ...where], { env: tools, stdio: 'ignore' });
  }

  /** What a file says, as its administrator would load it. */
  load(text: string): void {
    const file = join(this.directory, 'swanctl.conf');
    writeFileSync(file, text, { mode: 0o600 });
    this.swanctl('--load-all', '--file', file);
  }

  close(): void {
    this.daemon.kill();
    rmSync(this.directory, { recursive: true });
  }
}

/** Two gateways that reach each other, with the networks of these tunnels behind them. */
export async function withGateways(
  pairs: readonly (readonly [IpsecResource, IpsecResource])[],
  work: (near: BenchGateway, far: BenchGateway) => Promise<void>,
): Promise<void> {
  const names = ['near', 'far'] as const;
  for (const name of names) ip('netns', 'add', name);
  ip('-n', 'near', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', 'far');
  const gateways = names.map((name, end) => {
    const ends = pairs.map((pair) => pair[end]).filter((one) => one !== undefined);
    furnish(name, ends);
    return new BenchGateway(name);
  });
  try {
    const [near, far] = gateways;
    await Promise.all(gateways.map(({ daemon }) => daemon.ensureRunning()));
    if (near !== undefined && far !== undefined) await work(near, far);
  } finally {
    for (const gateway of gateways) gateway.close();
    for (const name of names) ip('netns', 'delete', name);
  }
}

/** Before 5.9.12 ESP of the daemon's own needs an address in each network of its end. */
function furnish(namespace: string, ends: readonly IpsecResource[]): void {
  const networks = new Set(ends.flatMap((end) => childrenOf(end).flatMap(({ local }) => local)));
  const inside = Array.from(networks, (network) => network.replace('.0/24', '.1/32'));
  const lines = [
    'link set lo up',
    'link set eth0 up',
    `address add ${ends[0]?.localAddress ?? ''}/24 dev eth0`,
    ...inside.map((address) => `address add ${address} dev lo`),
  ];
  execFileSync('ip', ['-n', namespace, '-batch', '-'], { env: tools, input: lines.join('\n') });
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { env: tools });
}
