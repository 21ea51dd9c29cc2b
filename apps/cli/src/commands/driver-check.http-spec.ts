import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../test/captured-io.js';

/** What a package without the kit writes by hand: a driver that takes whatever it gets. */
const careless = `{
  type: 'careless', title: 'Careless',
  jsonSchema: () => ({ type: 'object', additionalProperties: false }),
  read: () => ({ ok: true, value: { namePrefix: 'ca', members: [], compile: () => ({ ok: true, value: [] }) } }),
}`;
const samples = `{ type: 'careless', good: [{}], bad: [{ data: { vni: 0 }, path: '/vni' }], changes: [], grown: () => ({}) }`;

interface Answer {
  readonly passed: boolean;
  readonly drivers: readonly {
    readonly type: string;
    readonly checks: readonly {
      readonly name: string;
      readonly passed: boolean;
      readonly detail?: string;
    }[];
  }[];
}

describe('hercules driver check', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hercules-driver-check-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const place = (name: string, rest: string): string => {
    const path = join(folder, name);
    mkdirSync(path);
    writeFileSync(join(path, 'package.json'), '{ "main": "./entry.mjs" }');
    const content = `export default { driverKit: 1, linkKinds: [], ${rest} };`;
    writeFileSync(join(path, 'entry.mjs'), content);
    return path;
  };

  it('has a line for each check of a type that we have, and ends with 0', async () => {
    const { status, stdout, stderr } = await run(['driver', 'check', 'vlan']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^vlan \(VLAN\): (\d+) of \1 checks passed$/);
    expect(lines).toContain('  passed  gives the same resources for the same data');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.every((line) => line.startsWith('  passed  '))).toBe(true);
  });

  it('tells of a package what its driver does wrong, and ends with 1', async () => {
    const path = place('careless', `drivers: [${careless}], samples: [${samples}]`);
    const { status, stdout, stderr } = await run(['driver', 'check', path, '--json']);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^hercules: \d checks of '.*' failed: mend the driver, or its samples\n$/,
    );
    const { passed, drivers } = JSON.parse(stdout) as Answer;
    expect(passed).toBe(false);
    expect(drivers[0]?.checks).toContainEqual({
      name: 'accepts what its schema allows, and refuses at the place',
      passed: false,
      detail: "a member 'hasNoMeaning' is taken without a word",
    });
  });

  it('does not take a driver without samples for one that passes', async () => {
    const path = place('untried', `drivers: [${careless}]`);
    const { status, stdout } = await run(['driver', 'check', path]);
    expect(status).toBe(1);
    expect(stdout).toContain('  failed  has samples to check it by\n');
  });

  it.each([
    ['a name that nobody has', ['nothing-of-that-name'], 4, "there is no driver package 'nothing"],
    ['no name', [], 2, "missing required argument 'package-or-type'"],
  ])('ends without a check for %s', async (_, names, status, words) => {
    const ran = await run(['driver', 'check', ...names]);
    expect(ran).toMatchObject({ status, stdout: '' });
    expect(ran.stderr).toContain(words);
  });

  it('refuses a package that claims a type of ours', async () => {
    const path = place('second', `drivers: [${careless.replace("'careless'", "'vlan'")}]`);
    const ran = await run(['driver', 'check', path]);
    expect(ran.status).toBe(3);
    expect(ran.stderr).toContain("claims the workload type 'vlan'");
  });

  it('says in its help what a name means', async () => {
    const ran = await run(['driver', 'check', '--help']);
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('--json');
    expect(ran.stdout).toContain('The exit status is 0 only where every check has passed.');
  });
});
