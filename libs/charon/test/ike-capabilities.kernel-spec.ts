import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CharonProcess } from '../src/charon-process.js';
import { ikeCapabilities } from '../src/ike-capabilities.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns } from '../../../test/kernel/netns.js';

const names = { 'ike:ml-kem-768': 'ML_KEM_768', 'ike:ml-kem-1024': 'ML_KEM_1024' };

describe('what the daemon of a host can do', () => {
  it('is the same by one that runs, by one started for the question, and by swanctl', () =>
    inNewNetns(async () => {
      const directory = mkdtempSync(join(tmpdir(), 'charon-'));
      const daemon = new CharonProcess({ directory, ports: [0, 0] });
      try {
        const before = left();
        const byAnother = await ikeCapabilities(daemon);
        expect(left()).toEqual(before);
        expect(daemon.isRunning).toBe(false);

        await daemon.ensureRunning();
        const where = ['--list-algs', '--uri', `unix://${daemon.socket}`];
        const told = execFileSync('/usr/sbin/swanctl', where, { encoding: 'utf8' });
        const expected = Object.entries(names).map(([name, word]) => [name, told.includes(word)]);
        expect(byAnother).toEqual(Object.fromEntries(expected));
        expect(await ikeCapabilities(daemon)).toEqual(byAnother);
      } finally {
        daemon.kill();
        rmSync(directory, { recursive: true });
      }
    }));

  it('is not known where there is none', async () => {
    const daemon = new CharonProcess({ directory: '/nonexistent' });
    expect(await ikeCapabilities(daemon, '/nonexistent/charon')).toEqual({});
  });
});

/** What a question may leave behind. */
function left(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('hercules-ike-'));
}
