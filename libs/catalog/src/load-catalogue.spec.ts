import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CatalogueError } from './catalogue-error.js';
import { loadCatalogue } from './load-catalogue.js';

/** What a package without the kit writes by hand. */
const driver = (type: string): string =>
  `{ type: '${type}', title: 'Sample', jsonSchema: () => ({}), read: () => ({ ok: true }) }`;
const kind = (word: string, attribute = 1): string =>
  `{ kernelKind: '${word}', fields: { a: { type: 'u8', attribute: ${attribute}, change: 'in-place' } } }`;
const exporting = (drivers: string, kinds = '', version = '1'): string =>
  `export default { driverKit: ${version}, drivers: [${drivers}], linkKinds: [${kinds}] };`;

describe('the drivers that settings name', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hercules-drivers-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const place = (path: string, content: string): void => {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'package.json'), '{ "main": "./entry.mjs" }');
    writeFileSync(join(folder, path, 'entry.mjs'), content);
  };
  const refusal = async (...names: readonly string[]): Promise<unknown> =>
    loadCatalogue(names, folder).then(
      () => 'loaded',
      (cause: unknown) =>
        cause instanceof CatalogueError ? `${cause.code}: ${cause.message}` : cause,
    );

  it('are ours alone where none is named', async () => {
    const { drivers, kinds } = await loadCatalogue();
    expect(drivers.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['bridge', 'vlan', 'vxlan']),
    );
    expect([...kinds.keys()]).toEqual(['xfrm']);
  });

  it('come from a path and from what npm has installed, with their kinds of links', async () => {
    place('near', exporting(driver('near'), kind('ifb')));
    place('node_modules/@example/far', exporting(driver('far')));

    const { drivers, kinds } = await loadCatalogue(['./near', '@example/far'], folder);

    const types = drivers.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['bridge', 'near', 'far']));
    expect([...kinds.keys()]).toEqual(['xfrm', 'ifb']);
  });

  it('are missing with a word on where they were looked for', async () => {
    const words = `(looked from ${folder}): install it, or mend 'drivers' in the settings`;
    expect(await refusal('@example/none')).toBe(
      `driver-not-found: there is no driver package '@example/none' ${words}`,
    );
    expect(await refusal('./none')).toBe(
      `driver-not-found: there is no driver package './none' ${words}`,
    );
  });

  it.each([
    ['throws', "throw new Error('no licence');", 'loading it failed: no licence'],
    ['exports nothing', '', 'its default export is not what driverPackage() gives'],
    [
      'is of another time',
      exporting('', '', '2'),
      'it is made for version 2 of the driver kit, this program has version 1',
    ],
    [
      'has a driver that is not closed',
      exporting("{ type: 'near', title: 'Near', parse() {} }"),
      'drivers[0] has no jsonSchema, read: close it with closeDriver()',
    ],
    [
      'has an odd workload type',
      exporting(driver('Near It')),
      "'Near It' is no workload type: use small letters, digits and '-'",
    ],
    [
      'declares a kind of ours',
      exporting('', kind('vxlan')),
      "links of kind 'vxlan' are the core's own",
    ],
    [
      'has an attribute that can not be',
      exporting('', kind('ifb', 0)),
      "link kind 'ifb' has an attribute of number 0",
    ],
  ])('are named when their package %s', async (_, content, fault) => {
    place('near', content);
    expect(await refusal('./near')).toBe(
      `driver-broken: the driver package './near' can't be used: ${fault}`,
    );
  });

  it.each([
    ['./near', driver('vxlan'), "the workload type 'vxlan', which Hercules Connect itself has"],
    ['./near', driver('far'), "the workload type 'far', which './far' has"],
  ])('are refused where %s claims the type of another: %s', async (name, content, what) => {
    place('far', exporting(driver('far')));
    place('near', exporting(content));
    expect(await refusal('./far', name)).toBe(
      `driver-duplicate: the driver package './near' claims ${what}: name only one of them in 'drivers'`,
    );
  });

  it('are refused where two declare one kind of links', async () => {
    place('far', exporting('', kind('ifb')));
    place('near', exporting('', kind('ifb')));
    expect(await refusal('./far', './near')).toContain("claims the link kind 'ifb', which './far'");
  });
});
