import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';

describe('npm run demo -- --once --json', () => {
  const leftovers = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('hercules-demo-'));

  it('brings a signed contract to a verified network, refuses every forgery and leaves nothing behind', () => {
    const before = leftovers();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/apps/demo/src/main.js', '--once', '--json', '--port', '0'],
      { encoding: 'utf8', timeout: 400_000 },
    );

    const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(lastLine)).toEqual({
      ok: true,
      secondsToVerified: expect.any(Number),
      pingLost: 0,
      tamperedRefusedByController: true,
      tamperedRefusedByHost: true,
      secondApplyWrites: 0,
      foreignUntouched: true,
      removedClean: true,
    });
    expect(leftovers()).toEqual(before);
  }, 410_000);
});
