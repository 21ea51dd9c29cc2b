import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkPanels, type PanelOutcome } from './check-panels.js';

const usage = `node dist/apps/dashboards/src/main.js [options] [URL]: does every panel of every dashboard show data?

  URL             the Prometheus (environment: PROMETHEUS_URL; default http://127.0.0.1:9090)
  --window TIME   what rates look back on, four times the scrape interval or more (default 2m)
  --wait SECONDS  how long to wait for all of them (default 0)
  --without NAME  a dashboard of which the site has nothing, as in 'Tunnels'; may be given again
  --json          the last line on stdout is the result as one JSON object
  --help

Exit status 1: a panel that always has something to show does not.
`;

interface CheckFlags {
  readonly window: string;
  readonly wait: number;
  readonly without: readonly string[];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      window: { type: 'string', default: '2m' },
      wait: { type: 'string', default: '0' },
      without: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const address = positionals[0] ?? process.env['PROMETHEUS_URL'] ?? 'http://127.0.0.1:9090';
  const outcomes = await outcomesOf(address, { ...values, wait: Number(values.wait) });
  const missing = outcomes.filter(isMissing);
  for (const { dashboard, panel, series, expr } of outcomes) {
    const found = series === 0 ? 'NONE' : String(series);
    process.stdout.write(`${found.padStart(5)}  ${dashboard}: ${panel}\n`);
    if (series === 0) process.stdout.write(`       ${expr}\n`);
  }
  const result = {
    panels: outcomes.length,
    withData: outcomes.filter(({ series }) => series > 0).length,
    missing: missing.map(({ dashboard, panel }) => `${dashboard}: ${panel}`),
  };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `\n${result.withData} of ${result.panels} expressions have data, ${missing.length} lack it\n`,
  );
  if (missing.length > 0) process.exitCode = 1;
}

async function outcomesOf(
  address: string,
  { window, wait, without }: CheckFlags,
): Promise<readonly PanelOutcome[]> {
  const until = performance.now() + wait * 1000;
  for (;;) {
    const all = await checkPanels(address, { window });
    const wanted = all.filter(({ dashboard }) => !without.some((name) => dashboard.endsWith(name)));
    if (!wanted.some(isMissing) || performance.now() > until) return wanted;
    await sleep(1000);
  }
}

function isMissing({ series, mayBeEmpty }: PanelOutcome): boolean {
  return series === 0 && !mayBeEmpty;
}

main().catch((cause: unknown) => {
  process.stderr.write(`dashboards: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
});
