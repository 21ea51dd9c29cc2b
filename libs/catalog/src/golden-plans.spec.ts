import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compileContract,
  createRegistry,
  planChange,
  readContract,
  type HostState,
  type Operation,
  type WantedResource,
} from '#drivers';
import { builtInDrivers } from './built-in-drivers.js';

/*
 * Every folder libs/<driver>/testdata/<case> holds a contract.json, the observed.json of host-a, the plan.json that
 * follows, and where they matter a previous.json (the version before) and a charter.json in the place of ours.
 * UPDATE_GOLDEN=1 writes the plans anew: read the difference before committing it.
 */

type Contract = Parameters<typeof readContract>[1];
type Charter = Parameters<typeof compileContract>[1];
type NodeId = Parameters<typeof compileContract>[2];

const libraries = join(import.meta.dirname, '../..');
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';
const registry = createRegistry(builtInDrivers);

const cases = builtInDrivers.flatMap(({ type }) => {
  const folder = join(libraries, type, 'testdata');
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name: `${type}: ${name.replaceAll('-', ' ')}`, folder: join(folder, name) }));
});

function read(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

function readIfThere(...path: readonly string[]): unknown {
  return existsSync(join(...path)) ? read(...path) : undefined;
}

function wantedOf(contract: Contract, charter: Charter): readonly WantedResource[] {
  const understood = readContract(registry, contract);
  const wanted = understood.ok
    ? compileContract(understood.value, charter, 'host-a' as NodeId)
    : understood;
  if (!wanted.ok) throw new Error(`refused: ${JSON.stringify(wanted.problems)}`);
  return wanted.value;
}

function planIn(folder: string): readonly Operation[] {
  const contract = read(folder, 'contract.json') as Contract;
  const charter =
    readIfThere(folder, 'charter.json') ?? read(libraries, 'catalog/testdata/charter.json');
  const previous = readIfThere(folder, 'previous.json');
  const compiled = (document: unknown): readonly WantedResource[] =>
    wantedOf(document as Contract, charter as Charter);
  const plan = planChange({
    contract: contract.contractId,
    wanted: compiled(contract),
    previous: previous === undefined ? [] : compiled(previous),
    state: read(folder, 'observed.json') as HostState,
  });
  if (!plan.ok) throw new Error(`refused: ${JSON.stringify(plan.problems)}`);
  return plan.value.operations;
}

/** As prettier would write it, so that an update leaves nothing to format. */
async function write(path: string, operations: readonly Operation[]): Promise<void> {
  const { format, resolveConfig } = await import('prettier');
  const style = await resolveConfig(path);
  writeFileSync(path, await format(JSON.stringify(operations), { ...style, filepath: path }));
}

describe('the plan for', () => {
  it.each(cases)('$name', async ({ folder }) => {
    const operations = planIn(folder);
    const path = join(folder, 'plan.json');
    if (isUpdating) await write(path, operations);
    expect(operations).toEqual(read(path));
    expect(JSON.stringify(operations)).toBe(JSON.stringify(read(path)));
  });

  it.each(builtInDrivers.map(({ type }) => type))(
    '%s is the same in whatever order the contract is written',
    (type) => {
      const [one, other] = ['create', 'create-written-in-another-order'].map((name) =>
        JSON.stringify(planIn(join(libraries, type, 'testdata', name))),
      );
      expect(other).toBe(one);
    },
  );

  it('each driver has at least eight cases', () => {
    for (const { type } of builtInDrivers) {
      expect(cases.filter(({ name }) => name.startsWith(`${type}:`)).length).toBeGreaterThan(7);
    }
  });
});
