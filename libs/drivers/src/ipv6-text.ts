import { parseIpv4 } from './ipv4-text.js';

const groupCount = 8;

/** The 16 bytes of any spelling of RFC 4291, section 2.2; undefined for anything else. */
export function parseIpv6(text: string): Buffer | undefined {
  const halves = withHexadecimalTail(text)?.split('::').map(groupsOf) ?? [];
  const [head, tail] = halves;
  if (head === undefined || halves.length > 2) return undefined;
  const missing = groupCount - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  return groups.every(isGroup) ? bytesOf(groups) : undefined;
}

/**
 * RFC 5952: lower case, no leading zeros, the longest run of at least two zero groups (the first of equals) as '::', and
 * the last 32 bits of an IPv4-mapped address in dotted decimal (section 5).
 */
export function formatIpv6(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (isIpv4Mapped(buffer)) return `::ffff:${buffer.subarray(12).join('.')}`;
  const groups = hexGroups(buffer);
  const { start, length } = longestZeroRun(groups);
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** '::ffff:192.0.2.1' becomes '::ffff:c000:201'; a text without dots stays as it is. */
function withHexadecimalTail(text: string): string | undefined {
  const match = /^(.*:)([^:]*\.[^:]*)$/.exec(text);
  if (match === null) return text;
  const bytes = parseIpv4(match[2] ?? '');
  return bytes && `${match[1] ?? ''}${hexGroups(bytes).join(':')}`;
}

function groupsOf(half: string): readonly string[] {
  return half === '' ? [] : half.split(':');
}

function isGroup(text: string): boolean {
  return /^[0-9a-f]{1,4}$/i.test(text);
}

function bytesOf(groups: readonly string[]): Buffer {
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function hexGroups(bytes: Buffer): readonly string[] {
  return Array.from({ length: bytes.length / 2 }, (_, index) =>
    bytes.readUInt16BE(index * 2).toString(16),
  );
}

/** ::ffff:0:0/96 (RFC 4291, section 2.5.5.2). */
function isIpv4Mapped(bytes: Buffer): boolean {
  return bytes.readUInt16BE(10) === 0xffff && bytes.subarray(0, 10).every((byte) => byte === 0);
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== '0') start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
