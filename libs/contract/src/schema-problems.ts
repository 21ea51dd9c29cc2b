import type { z } from 'zod';
import { accept, pointer, refuse, type Problem, type Result } from './problem.js';

/**
 * A schema check that carries its own problem code: `z.int().refine(inRange, coded('vni-out-of-range', '…'))`.
 * A check without one becomes `value-invalid`.
 */
export function coded(code: string, detail: string): { error: string; params: { code: string } } {
  return { error: detail, params: { code } };
}

/** Runs a schema over parsed JSON; every violation becomes a problem with a code and a path. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, base = ''): Result<T> {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success
    ? accept(parsed.data)
    : refuse(...parsed.error.issues.flatMap((issue) => problemsOf(issue, base)));
}

function problemsOf(issue: z.core.$ZodIssue, base: string): Problem[] {
  const at = (...more: PropertyKey[]): string => base + pointer(...issue.path, ...more);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'member-unknown',
        path: at(key),
        detail: `'${key}' is not a member that is known here`,
      }));
    case 'invalid_type':
      return [
        issue.input === undefined
          ? { code: 'member-missing', path: at(), detail: `a ${issue.expected} is required here` }
          : { code: 'value-invalid', path: at(), detail: `must be of type ${issue.expected}` },
      ];
    case 'invalid_value':
      return [
        issue.input === undefined
          ? { code: 'member-missing', path: at(), detail: `${optionsOf(issue)} is required here` }
          : { code: 'value-invalid', path: at(), detail: `must be ${optionsOf(issue)}` },
      ];
    case 'custom':
      return [{ code: codeOf(issue), path: at(), detail: issue.message }];
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'too_big':
    case 'too_small':
      return [{ code: 'value-invalid', path: at(), detail: lowerFirst(issue.message) }];
  }
}

function optionsOf(issue: z.core.$ZodIssueInvalidValue): string {
  return issue.values.map((value) => `'${String(value)}'`).join(' or ');
}

function codeOf(issue: z.core.$ZodIssueCustom): string {
  const code: unknown = issue.params?.['code'];
  return typeof code === 'string' ? code : 'value-invalid';
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
