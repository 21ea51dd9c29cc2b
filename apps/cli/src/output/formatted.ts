import { stringify } from 'yaml';

export const outputFormats = ['table', 'json', 'yaml'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** The same answer for a person (`view`) or, whole, for a program. */
export function formatted(format: OutputFormat, value: unknown, view: () => string): string {
  switch (format) {
    case 'table':
      return view();
    case 'json':
      return `${JSON.stringify(value, undefined, 2)}\n`;
    case 'yaml':
      return stringify(value, { lineWidth: 0 });
  }
}
