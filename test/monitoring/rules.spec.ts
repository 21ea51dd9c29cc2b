import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'yaml';
import { runCli } from '#apps/cli';
import { metricTable } from '#apps/controller';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: { readonly severity: string };
  readonly annotations?: { readonly summary: string; readonly runbook_url: string };
}
interface RuleFile {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}
interface RuleTest {
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly object[];
  }[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly exp_samples: readonly object[];
  }[];
}

const ruleFiles = globSync('config/prometheus/rules/*.yaml').sort();
const testFiles = globSync('config/prometheus/tests/*.yaml').sort();
const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));
const rules = ruleFiles.flatMap((path) =>
  (read(path) as RuleFile).groups.flatMap((group) => group.rules),
);
const tests = testFiles.flatMap((path) => (read(path) as { tests: readonly RuleTest[] }).tests);
const alerts = rules.flatMap((rule): readonly (readonly [string, Rule])[] =>
  rule.alert === undefined ? [] : [[rule.alert, rule]],
);
const recorded = rules.flatMap(({ record }) => (record === undefined ? [] : [record]));

describe('the rules of Prometheus', () => {
  it('are as promtool wants them, and so is the example of its settings', () => {
    const output = promtool('check', 'rules', ...ruleFiles);
    expect(output.match(/SUCCESS/g)).toHaveLength(ruleFiles.length);
    expect(promtool('check', 'config', 'config/prometheus/prometheus.yml')).toContain(
      `SUCCESS: ${ruleFiles.length} rule files found`,
    );
  });

  it('fire, clear and record as their tests say', () => {
    const output = promtool('test', 'rules', ...testFiles);
    expect(output.match(/SUCCESS/g)).toHaveLength(testFiles.length);
  });

  it.each(recorded)('record %s as a test says', (record) => {
    const samples = tests.flatMap(({ promql_expr_test = [] }) =>
      promql_expr_test.flatMap(({ expr, exp_samples }) => (expr === record ? exp_samples : [])),
    );
    expect(samples).not.toEqual([]);
  });

  it('ask for series that there are', () => {
    const known = new Set<string>([...recorded, ...Object.keys(metricTable)]);
    const asked = rules.flatMap(({ expr }) => expr.match(/[\w:]*hercules_[\w:]+/g) ?? []);
    expect(asked.filter((name) => !known.has(name.replace(/_bucket$/, '')))).toEqual([]);
  });
});

describe.each(alerts)('the alert %s', (name, rule) => {
  const runbook = `docs/runbooks/${name}.md`;

  it('has a test in which it fires, and a later moment at which it does not', () => {
    const looks = tests.flatMap(({ alert_rule_test = [] }) =>
      alert_rule_test.some(({ alertname }) => alertname === name) ? [alert_rule_test] : [],
    );
    const outcomes = looks.map((moments) =>
      moments
        .toSorted((left, right) => minutes(left.eval_time) - minutes(right.eval_time))
        .map(({ exp_alerts }) => exp_alerts.length),
    );
    expect(outcomes.some((counts) => /[1-9],0/.test(counts.join()))).toBe(true);
  });

  it('says what is wrong, how bad that is, and where to read on', () => {
    expect(rule.annotations?.runbook_url).toBe(runbook);
    expect(rule.annotations?.summary).toMatch(/^[a-z{]/);
    expect(['critical', 'warning', 'info']).toContain(rule.labels?.severity);
  });

  it('has a page: what it means, what to check, how to mend it', () => {
    const page = readFileSync(runbook, 'utf8');
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([name, 'Meaning', 'Check', 'Mend']);
  });
});

describe('the pages of alerts', () => {
  const pages = globSync('docs/runbooks/*.md').sort();

  it('are of alerts that there are', () => {
    const names = pages.map((path) => basename(path, '.md'));
    expect(names).toEqual(alerts.map(([name]) => name).sort());
  });

  it('name commands that there are', async () => {
    const commands = new Set(
      pages.flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(/`hercules ([a-z -]+[a-z])/g)].map(
          ([, words = '']) => words.replace(/ --.*/, ''),
        ),
      ),
    );
    expect(commands.size).toBeGreaterThan(5);
    for (const command of commands) {
      expect(await helpOf(command.split(' '))).toContain(
        `Usage: hercules ${command.replace(/^host/, 'node')}`,
      );
    }
  });

  it('lead to files that there are', () => {
    const missing = pages.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\]\(\.\.\/([^)#]+)/g)]
        .map(([, target = '']) => `docs/${target}`)
        .filter((target) => !existsSync(target)),
    );
    expect(missing).toEqual([]);
  });
});

function promtool(...args: readonly string[]): string {
  return execFileSync('promtool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** '90m' → 90 */
function minutes(time: string): number {
  return Number(/^(\d+)m$/.exec(time)?.[1]);
}

async function helpOf(words: readonly string[]): Promise<string> {
  let output = '';
  const sink = {
    isTerminal: false,
    write: (text: string) => {
      output += text;
    },
  };
  const outside = { env: {}, now: () => new Date(), randomBytes };
  const stdin = Readable.from([]);
  await runCli([...words, '--help'], { ...outside, stdin, stdout: sink, stderr: sink });
  return output;
}
