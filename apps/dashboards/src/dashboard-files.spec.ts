import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { metricTable } from '#apps/controller';
import { panelExpressions } from './check-panels.js';
import { dashboardFiles } from './dashboard-files.js';
import { dashboards } from './dashboards.js';
import type { Place } from './layout.js';

const config = join(import.meta.dirname, '../../../config');

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly id: number;
  readonly gridPos: Place;
  readonly targets?: readonly { readonly expr: string; readonly datasource: object }[];
}
interface Dashboard {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

const files = [...dashboardFiles()];
const built = files.map(([, content]) => JSON.parse(content) as Dashboard);

describe('the dashboards of Grafana', () => {
  it('are committed as they are built; npm run generate writes them anew', () => {
    const paths = globSync(join(config, 'grafana/dashboards/*.json')).sort();
    const committed = paths.map((path) => [basename(path), readFileSync(path, 'utf8')]);

    expect(committed).toEqual(files.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  });

  it('have short names of their own, panels with ids of their own, and fit the grid', () => {
    const uids = built.map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => uid.length > 40)).toEqual([]);
    for (const { panels, schemaVersion } of built) {
      expect(schemaVersion).toBe(42);
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      expect(panels.filter(({ gridPos }) => gridPos.x + gridPos.w > 24)).toEqual([]);
      const taken = panels.flatMap(({ gridPos }) => squaresOf(gridPos));
      expect(new Set(taken).size).toBe(taken.length);
    }
  });

  it('ask the Prometheus that the viewer chose, in every panel', () => {
    const targets = built.flatMap(({ panels }) => panels.flatMap(({ targets = [] }) => targets));
    const chosen = { type: 'prometheus', uid: '${datasource}' };
    expect(targets).toHaveLength(panelExpressions().length);
    expect(targets.filter(({ datasource }) => !equal(datasource, chosen))).toEqual([]);
    for (const { templating } of built) expect(templating.list[0]?.name).toBe('datasource');
  });

  it('ask for series that there are, with variables that they have', () => {
    const recorded = (
      parse(readFileSync(join(config, 'prometheus/rules/recording.yaml'), 'utf8')) as {
        groups: { rules: { record: string }[] }[];
      }
    ).groups.flatMap(({ rules }) => rules.map(({ record }) => record));
    const known = new Set<string>([...recorded, ...Object.keys(metricTable)]);
    const variables = dashboards.flatMap((one) => one.variables.map(({ of }) => of));
    const asked = panelExpressions().flatMap(({ expr }) => expr.match(/[\w:]*hercules_\w+/g) ?? []);
    const missing = [...asked, ...variables].filter(
      (name) => !known.has(name.replace(/_bucket$/, '')),
    );
    expect(missing).toEqual([]);
    expect(panelExpressions().filter(({ expr }) => expr.includes('$'))).toEqual([]);
  });

  it('have expressions that Prometheus can read', () => {
    const rules = panelExpressions().map(({ expr }, index) => ({ record: `panel:${index}`, expr }));
    const directory = mkdtempSync(join(tmpdir(), 'dashboards-'));
    try {
      const file = join(directory, 'rules.yaml');
      writeFileSync(file, stringify({ groups: [{ name: 'panels', rules }] }));
      const said = execFileSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
      expect(said).toContain(`SUCCESS: ${rules.length} rules found`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('are provisioned by files that are YAML', () => {
    const paths = globSync(join(config, 'grafana/provisioning/*/*.yaml'));
    expect(paths).toHaveLength(2);
    for (const path of paths) {
      expect(parse(readFileSync(path, 'utf8'))).toMatchObject({ apiVersion: 1 });
    }
  });
});

function squaresOf({ x, y, w, h }: Place): readonly string[] {
  return Array.from(
    { length: w * h },
    (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`,
  );
}

function equal(left: object, right: object): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
