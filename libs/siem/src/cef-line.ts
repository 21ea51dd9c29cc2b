import { cefSeverity, severityOf } from './severity.js';
import type { SiteEvent, Speaker } from './site-event.js';

/**
 * An event in the Common Event Format, revision 0. Keys are those of its dictionary; contract, host and version stand in
 * custom fields with their labels.
 */
export function cefLine(event: SiteEvent, { version }: Speaker): string {
  const header = ['ThreeFold', 'Hercules Connect', version, event.type, sentence(event.type)]
    .map((field) => field.replaceAll(/[\\|]/g, String.raw`\$&`).replaceAll(/[\r\n]+/g, ' '))
    .join('|');
  const extension = Object.entries(extensionOf(event))
    .map(([key, value]) => `${key}=${escaped(value)}`)
    .join(' ');
  return `CEF:0|${header}|${cefSeverity[severityOf(event.type)]}|${extension}`;
}

function extensionOf({ seq, time, type, subject, actor, data }: SiteEvent): Record<string, string> {
  return {
    rt: String(Date.parse(time)),
    externalId: String(seq),
    cat: type.split('.')[0] ?? type,
    ...(actor !== '' && { suser: actor }),
    cs1Label: 'subject',
    cs1: subject,
    cs2Label: 'data',
    cs2: JSON.stringify(data),
  };
}

/** `contract.check-failed` → `contract check failed`. */
function sentence(type: string): string {
  return type.replaceAll(/[.-]/g, ' ');
}

function escaped(value: string): string {
  return value
    .replaceAll(/[\\=]/g, String.raw`\$&`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\n', String.raw`\n`);
}
