import type { Drift } from '../api/contract-answers.js';
import { age } from './age.js';
import type { Mood, Paint } from './paint.js';
import { plainText } from './plain-text.js';
import { alignedRows } from './table.js';

/** Departures that are shown of one host. */
const mostItems = 20;

/** How a host departs from a contract; '' where there is nothing to say. */
export function driftView(drift: Drift | undefined, now: Date, paint: Paint): string {
  if (drift === undefined) return '';
  const title = titleOf(drift, now);
  if (title === '' && drift.items.length === 0) return '';
  const rows = drift.items
    .slice(0, mostItems)
    .map(({ kind, identity, fields }) => [
      paint(moods[kind] ?? 'bad', plainText(kind)),
      plainText(identity),
      plainText(fields.join(', ')),
    ]);
  const more = drift.items.length - rows.length;
  const rest = more > 0 ? `    and ${more} more\n` : '';
  return (title === '' ? '' : `  ${title}\n`) + alignedRows(rows, '    ') + rest;
}

const moods: Readonly<Record<string, Mood>> = { foreign: 'faint', changed: 'changing' };

function titleOf({ state, since, repairs, repaired }: Drift, now: Date): string {
  switch (state) {
    case 'unknown':
      return 'drift unknown: the host is silent, its last word was:';
    case 'drifted':
      return `drifted since ${age(since, now)}`;
    case 'in-sync':
      return repaired === undefined
        ? ''
        : `in sync; repaired ${repairs} times, last ${age(repaired.at, now)}`;
  }
}
