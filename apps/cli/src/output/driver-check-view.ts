import type { Paint } from './paint.js';
import { plainText } from './plain-text.js';

export interface CheckResult {
  /** A sentence whose subject is the driver. */
  readonly name: string;
  readonly passed: boolean;
  /** Why not. */
  readonly detail?: string;
}

export interface CheckedDriver {
  readonly type: string;
  readonly title: string;
  readonly checks: readonly CheckResult[];
}

/** A line for each check, below the driver. */
export function driverCheckView(drivers: readonly CheckedDriver[], paint: Paint): string {
  return drivers
    .map(({ type, title, checks }) => {
      const lines = checks.map((check) => checkLine(check, paint)).join('');
      const passed = checks.filter((check) => check.passed).length;
      return `${plainText(type)} (${plainText(title)}): ${passed} of ${checks.length} checks passed\n${lines}`;
    })
    .join('\n');
}

function checkLine({ name, passed, detail = '' }: CheckResult, paint: Paint): string {
  const word = passed ? paint('good', 'passed') : paint('bad', 'failed');
  const why = detail === '' ? '' : `          ${plainText(detail)}\n`;
  return `  ${word}  ${plainText(name)}\n${why}`;
}
