import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sectionIn, sectionOf, textIn, textsIn, ViciClient, type ViciSection } from '#vici';
import { CharonProcess } from '../src/charon-process.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns, ip } from '../../../test/kernel/netns.js';

/** A daemon in a namespace of its own, and a client of it. */
async function withDaemon(
  test: (vici: ViciClient, daemon: CharonProcess, tale: string[]) => Promise<void>,
): Promise<void> {
  await inNewNetns(async () => {
    ip('link', 'set', 'lo', 'up');
    const directory = mkdtempSync(join(tmpdir(), 'charon-'));
    const daemon = new CharonProcess({ directory, userspaceEsp: true, logLevel: 1 });
    const tale: string[] = [];
    await daemon.ensureRunning();
    const vici = new ViciClient({
      path: daemon.socket,
      events: ['ike-updown', 'child-updown', 'log'],
      onEvent: (name) => tale.push(name),
      onHearing: () => tale.push('hearing'),
      onGap: () => tale.push('gap'),
    });
    try {
      await until(() => tale.includes('hearing'));
      await test(vici, daemon, tale);
    } finally {
      await vici.close();
      daemon.kill();
      rmSync(directory, { recursive: true });
    }
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function swanctl(daemon: CharonProcess, ...args: readonly string[]): string {
  return execFileSync('/usr/sbin/swanctl', [...args, '--uri', `unix://${daemon.socket}`], {
    encoding: 'utf8',
  });
}

/** A message as `swanctl --raw` prints it. */
function raw(section: ViciSection): string {
  const inside = Array.from(section, ([name, value]) => {
    if (Buffer.isBuffer(value)) return `${name}=${value.toString()}`;
    if (value instanceof Map) return `${name} {${raw(value)}}`;
    return `${name}=[${textsIn(section, name).join(' ')}]`;
  });
  return inside.join(' ');
}

const connection = sectionOf({
  version: 2,
  local_addrs: ['192.0.2.1'],
  remote_addrs: ['192.0.2.2'],
  proposals: ['aes256gcm16-prfsha384-ecp384'],
  local: { auth: 'psk', id: 'a.example' },
  remote: { auth: 'psk', id: 'b.example' },
  children: { net: { local_ts: ['198.51.100.0/24'], remote_ts: ['203.0.113.0/24'] } },
});

describe('the client on a real daemon', () => {
  it('reads what swanctl reads', async () => {
    await withDaemon(async (vici, daemon) => {
      await vici.demand('load-conn', new Map([['7', connection]]));

      const listed: string[] = [];
      for await (const part of vici.stream('list-conns', 'list-conn')) listed.push(raw(part));
      expect(swanctl(daemon, '--list-conns', '--raw')).toContain(listed[0]);

      const algorithms = await vici.request('get-algorithms');
      expect(swanctl(daemon, '--list-algs', '--raw')).toContain(raw(algorithms));
    });
  });

  it('is understood, whatever stands in a secret', async () => {
    await withDaemon(async (vici) => {
      const data = Buffer.from([0, 255, 10, ...Buffer.from('0sc2VjcmV0 "quoted" ünïcode')]);
      const secret = sectionOf({
        id: 'one',
        type: 'IKE',
        data,
        owners: ['a.example', 'b.example'],
      });
      await vici.demand('load-shared', secret);
      expect(textsIn(await vici.request('get-shared'), 'keys')).toEqual(['one']);
      await vici.demand('unload-shared', sectionOf({ id: 'one' }));
      expect(textsIn(await vici.request('get-shared'), 'keys')).toEqual([]);
    });
  });

  it('tells the words of the daemon', async () => {
    await withDaemon(async (vici) => {
      const foolish = new Map([['one', sectionOf({ foo: 'bar' })]]);
      await expect(vici.demand('load-conn', foolish)).rejects.toThrow('unknown option: foo');
      await expect(vici.request('nonsense')).rejects.toMatchObject({ code: 'unknown-command' });
    });
  });

  it('finds a killed daemon again, which knows of nothing', async () => {
    await withDaemon(async (vici, daemon, tale) => {
      await vici.demand('load-conn', new Map([['one', connection]]));
      daemon.kill();
      await until(() => tale.includes('gap'));
      await daemon.ensureRunning();
      await until(() => tale.filter((word) => word === 'hearing').length === 2);
      expect(textsIn(await vici.request('get-conns'), 'conns')).toEqual([]);
      expect(daemon.starts).toBe(2);
    });
  });

  it('finds a daemon that somebody else started', async () => {
    await withDaemon(async (vici, daemon) => {
      const version = await vici.request('version');
      expect(textIn(version, 'daemon')).toBe('charon-systemd');
      expect(sectionIn(await vici.request('stats'), 'uptime').size).toBeGreaterThan(0);
      await daemon.ensureRunning();
      expect(daemon.starts).toBe(1);
    });
  });
});
