import { cefLine } from './cef-line.js';
import { severityOf, syslogSeverity } from './severity.js';
import type { SiteEvent, Speaker } from './site-event.js';

export type SyslogFormat = 'rfc5424' | 'cef';

/** RFC 5424, 6.2.1: log audit. */
const facility = 13;
/** Private enterprise number for examples (RFC 5612): we have none of our own. */
const structuredDataId = 'hercules@32473';
const nil = '-';

/**
 * An event by RFC 5424. `rfc5424` has what it is about as structured data and the rest as JSON; `cef` has a line of CEF
 * as its text, as the parsers of SIEMs expect.
 */
export function syslogMessage(event: SiteEvent, speaker: Speaker, format: SyslogFormat): string {
  const priority = facility * 8 + syslogSeverity[severityOf(event.type)];
  const header = `<${priority}>1 ${event.time} ${hostName(speaker.host)} hercules-connect ${nil} ${event.type.slice(0, 32)}`;
  return format === 'cef'
    ? `${header} ${nil} ${cefLine(event, speaker)}`
    : `${header} ${structuredData(event)} ${JSON.stringify(event.data)}`;
}

function structuredData({ seq, subject, actor }: SiteEvent): string {
  const parameters = { seq: String(seq), subject, ...(actor !== '' && { actor }) };
  const text = Object.entries(parameters)
    .map(([name, value]) => ` ${name}="${value.replaceAll(/["\\\]]/g, String.raw`\$&`)}"`)
    .join('');
  return `[${structuredDataId}${text}]`;
}

function hostName(host: string): string {
  const printable = host.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 255);
  return printable === '' ? nil : printable;
}
