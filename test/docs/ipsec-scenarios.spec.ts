import { globSync, readFileSync } from 'node:fs';

const idPattern = /[A-J] (?:[a-z0-9]+(?:-[a-z0-9]+)+|compress|mobike|wildcards)/g;
const titlePattern =
  /'((?:(?:[A-Z]{1,2}\d{1,3}|[A-J] (?:compress|mobike|wildcards|[a-z0-9]+(?:-[a-z0-9]+)+))(?:, )?)+): /g;

/** Scenarios that tests name in their titles. */
function tested(): ReadonlySet<string> {
  const files = globSync('{apps,libs,test}/**/*-spec.ts').concat(globSync('test/**/*.spec.ts'));
  const titles = files
    .filter((file) => !file.includes('node_modules'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(titlePattern)]);
  return new Set(titles.flatMap(([, ids]) => ids?.match(idPattern) ?? []));
}

/** Scenarios in the first column of the tables below a heading. */
function listed(heading: string): readonly string[] {
  const page = readFileSync('docs/ipsec-scenarios.md', 'utf8');
  const section = page.split('\n## ').find((text) => text.startsWith(heading)) ?? '';
  const cells = section.split('\n').map((line) => (line.startsWith('|') ? line.split('|')[1] : ''));
  return cells.flatMap((cell) => cell?.match(idPattern) ?? []);
}

describe('the page of scenarios', () => {
  it('lists as shown or refused exactly what tests show', () => {
    const told = [...listed('Shown by tests'), ...listed('Refused')];
    expect(told.length).toBeGreaterThan(50);
    expect(told.toSorted()).toEqual([...tested()].toSorted());
  });

  it('lists nothing as not offered that a test shows', () => {
    const absent = listed('Not offered');
    expect(absent.length).toBeGreaterThan(20);
    expect(absent.filter((id) => tested().has(id))).toEqual([]);
  });
});
