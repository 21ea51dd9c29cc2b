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
  const path = base + pointer(...issue.path);
  const meant = branchMeant(issue);
  if (meant !== undefined) return meant.flatMap((inner) => problemsOf(inner, path));
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => unknownMember(key, path))
    : [{ code: codeOf(issue), path, detail: detailOf(issue) }];
}

/** The problems of the one branch of a union that the value has the type of; undefined: of none or several. */
function branchMeant(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] | undefined {
  if (issue.code !== 'invalid_union' || issue.discriminator !== undefined) return undefined;
  const branches = issue.errors.filter((branch) => !branch.some(isOfOtherType));
  return branches.length === 1 ? branches[0] : undefined;
}

function isOfOtherType({ code, path }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

function unknownMember(name: string, path: string): Problem {
  const detail = `'${name}' is not a member that is known here`;
  return { code: 'member-unknown', path: path + pointer(name), detail };
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (isMissing(issue)) return 'member-missing';
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  return typeof code === 'string' ? code : 'value-invalid';
}

function detailOf(issue: z.core.$ZodIssue): string {
  const wanted = wantedBy(issue);
  if (wanted === undefined) return lowerFirst(issue.message);
  return isMissing(issue) ? `a member is wanting here: ${wanted}` : `must be ${wanted}`;
}

/** JSON has no `undefined`: where there is no input, there is no member. A union's input is what holds its discriminator. */
function isMissing(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'custom') return false;
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined)
    return issue.input === undefined;
  return isObject(issue.input) && !Object.hasOwn(issue.input, issue.discriminator);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function wantedBy(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'invalid_type') return `of type ${issue.expected}`;
  if (issue.code !== 'invalid_value') return undefined;
  return issue.values.map((value) => `'${String(value)}'`).join(' or ');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
