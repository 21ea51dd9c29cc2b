import { setImmediate } from 'node:timers/promises';

/** One value of a metric with its labels. */
export interface Series<Label extends string = string> {
  readonly labels: Readonly<Record<Label, string>>;
  /** Text where the value is beyond 2^53. */
  readonly value: number | string;
}

/** A metric in the text format of Prometheus. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly series: Iterable<Series>;
}

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** Milliseconds after which others get their turn, and the series between two looks at the clock. */
const turn = { longest: 5, series: 256 } as const;

/** The page of these metrics in parts; those without series are left out. Lets others in between, however many there are. */
export async function* expositionParts(metrics: Iterable<Metric>): AsyncGenerator<string> {
  let lines: string[] = [];
  let begin = performance.now();
  for (const metric of metrics) {
    let isFirst = true;
    for (const one of metric.series) {
      if (isFirst) lines.push(heading(metric));
      isFirst = false;
      lines.push(line(metric.name, one));
      if (lines.length < turn.series) continue;
      if (performance.now() - begin >= turn.longest) {
        await setImmediate();
        begin = performance.now();
      }
      yield lines.join('');
      lines = [];
    }
  }
  yield lines.join('');
}

/** The same as one text. */
export async function exposition(metrics: Iterable<Metric>): Promise<string> {
  let text = '';
  for await (const part of expositionParts(metrics)) text += part;
  return text;
}

function heading({ name, help, type }: Metric): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function line(name: string, { labels, value }: Series): string {
  let text = '';
  for (const label in labels) {
    text += `${text === '' ? '' : ','}${label}="${escaped(labels[label] ?? '')}"`;
  }
  return text === '' ? `${name} ${value}\n` : `${name}{${text}} ${value}\n`;
}

function escaped(text: string): string {
  return /[\\"\n]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    : text;
}
