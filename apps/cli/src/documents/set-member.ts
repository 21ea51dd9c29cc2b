import { CliError } from '../cli-error.js';
import type { Draft } from './draft.js';

/**
 * The draft with the value at a JSON Pointer (RFC 6901) replaced, or added (`-` is the place behind a list's end). A
 * workload that this changes gets the contract's version, as the rule against silent edits asks.
 * `text` is JSON; what isn't is taken as a string.
 * @throws CliError `usage` when the pointer leads nowhere.
 */
export function setMember(draft: Draft, path: string, text: string): Draft {
  const copy = structuredClone(draft) as Record<string, unknown>;
  const segments = segmentsOf(path);
  const last = segments.pop();
  const parent = segments.reduce<unknown>((value, segment) => memberOf(value, segment), copy);
  if (last === undefined || !put(parent, last, valueOf(text))) {
    throw new CliError(
      'usage',
      `'${path}' leads nowhere in the document: give a JSON Pointer to a member`,
    );
  }
  markWorkload(copy, path);
  return copy;
}

function segmentsOf(path: string): string[] {
  const [first, ...segments] = path.split('/');
  return first === ''
    ? segments.map((text) => text.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [];
}

function memberOf(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return value[Number(segment)] as unknown;
  return isRecord(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

function put(parent: unknown, segment: string, value: unknown): boolean {
  if (Array.isArray(parent)) {
    const index = segment === '-' ? parent.length : Number(segment);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) return false;
    parent[index] = value;
    return true;
  }
  if (!isRecord(parent)) return false;
  parent[segment] = value;
  return true;
}

function markWorkload(draft: Record<string, unknown>, path: string): void {
  const [, index] = /^\/workloads\/(\d+)\//.exec(path) ?? [];
  const workload = index === undefined ? undefined : memberOf(draft['workloads'], index);
  if (isRecord(workload)) workload['version'] = draft['version'];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // A plain word needs no quotes.
  }
}
