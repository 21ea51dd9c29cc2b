/** RFC 5424, 6.2.1, those that we use. */
export type Severity = 'error' | 'warning' | 'notice' | 'informational';

export const syslogSeverity: Readonly<Record<Severity, number>> = {
  error: 3,
  warning: 4,
  notice: 5,
  informational: 6,
};

/** CEF counts from 0 to 10, the worst last. */
export const cefSeverity: Readonly<Record<Severity, number>> = {
  error: 8,
  warning: 6,
  notice: 3,
  informational: 1,
};

const bySuffix: readonly (readonly [Severity, RegExp])[] = [
  ['error', /\.(failed|frozen|lost)$/],
  ['warning', /\.(drifted|degraded|check-failed|reverted|refused)$/],
  ['informational', /\.(seen|updated)$|^report\./],
];

/** What kind of event it is decides how bad it is; a kind that is not known is worth a notice. */
export function severityOf(type: string): Severity {
  return bySuffix.find(([, pattern]) => pattern.test(type))?.[0] ?? 'notice';
}
