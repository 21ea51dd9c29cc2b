import type { EventAnswer } from '../api/answers.js';
import type { Paint } from './paint.js';
import { plainText } from './plain-text.js';

/** Wide enough for the longest event type, so that lines that come one by one stand aligned. */
const typeWidth = 'contract.superseded'.length;

/** One event on one line: when, what, about what, by whom. */
export function eventLine({ time, type, subject, actor, data }: EventAnswer, paint: Paint): string {
  const by = actor == null ? '' : paint('faint', ` by ${plainText(actor)}`);
  const more = details(data);
  return `${paint('faint', plainText(time))}  ${plainText(type).padEnd(typeWidth)}  ${plainText(subject)}${by}${more}\n`;
}

/** The plain members of an event's data; what has structure is left to `-o json`. */
function details(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const shown = Object.entries(data).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return shown.map(([name, value]) => `  ${plainText(name)}=${plainText(String(value))}`).join('');
}
