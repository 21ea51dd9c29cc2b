import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { DemoResult } from '#apps/demo';

const withoutVlans = 'the VLAN trunk: this kernel has no VLANs; `npm run demo -- --lab` shows it';

describe('npm run demo -- --once --json', () => {
  const leftovers = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('hercules-demo-'));

  it('brings a signed contract to a verified network, refuses every forgery and leaves nothing behind', () => {
    const hasVlans = kernelHasVlans();
    const before = leftovers();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/apps/demo/src/main.js', '--once', '--json', '--port', '0'],
      { encoding: 'utf8', timeout: 400_000 },
    );

    const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const result = JSON.parse(lastLine) as DemoResult;
    expect(result).toEqual({
      ok: true,
      secondsToVerified: expect.any(Number),
      pingLost: 0,
      topTalkers: expect.arrayContaining([
        expect.objectContaining({ protocol: 'TCP', contract: 'Site network' }),
        expect.objectContaining({ protocol: 'ICMP', contract: 'Site network' }),
      ]),
      flowPackets: result.interfacePackets,
      interfacePackets: expect.any(Number),
      billedPackets: result.countedPackets,
      countedPackets: expect.any(Number),
      billWindows: expect.any(Number),
      billCurrency: 'EUR',
      billTotal: expect.stringMatching(/^\d+\.\d\d$/),
      prometheusTargets: 3,
      prometheusTargetsUp: 3,
      prometheusPackets: expect.any(Number),
      trunkPingLost: hasVlans ? 0 : null,
      headquartersPingLost: 0,
      espPackets: expect.any(Number),
      clearPackets: 0,
      tamperedRefusedByController: true,
      tamperedRefusedByHost: true,
      secondApplyWrites: 0,
      foreignUntouched: true,
      removedClean: true,
      leftOut: hasVlans ? [] : [withoutVlans],
    });
    // 80 pings, and TCP; a volume that is not billed would leave the base price.
    expect(result.interfacePackets).toBeGreaterThan(160);
    expect(result.billWindows).toBeGreaterThan(1);
    expect(Number(result.billTotal)).toBeGreaterThan(49.9);
    expect(result.prometheusPackets).toBeGreaterThan(160);
    expect(result.espPackets).toBeGreaterThanOrEqual(40);
    expect(leftovers()).toEqual(before);
  }, 410_000);
});

/** Tried in a network namespace that ends with the trial. */
function kernelHasVlans(): boolean {
  const trial =
    'ip link add d0 type veth peer name d1 && ip link add link d0 name v0 type vlan id 9';
  const unshare = ['--user', '--map-root-user', '--net', 'sh', '-c', trial];
  return spawnSync('unshare', unshare, { stdio: 'ignore' }).status === 0;
}
