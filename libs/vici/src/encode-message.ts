import { element, longestName, longestValue } from './elements.js';
import { isSection, type ViciSection, type ViciValue } from './section.js';
import { ViciError } from './vici-error.js';

/**
 * The bytes of a message. The root has no end of its own: with one the daemon refuses a message after it has already
 * done what it says.
 */
export function encodeMessage(root: ViciSection): Buffer {
  const parts: Buffer[] = [];
  writeSection(root, parts);
  return Buffer.concat(parts);
}

function writeSection(section: ViciSection, parts: Buffer[]): void {
  for (const [name, value] of section) writeEntry(name, value, parts);
}

function writeEntry(name: string, value: ViciValue, parts: Buffer[]): void {
  if (isSection(value)) {
    parts.push(named(element.sectionStart, name));
    writeSection(value, parts);
    parts.push(Buffer.of(element.sectionEnd));
  } else if (Buffer.isBuffer(value)) {
    parts.push(named(element.keyValue, name), sized(value, name), value);
  } else {
    parts.push(named(element.listStart, name));
    for (const item of value as readonly Buffer[]) {
      parts.push(Buffer.of(element.listItem), sized(item, name), item);
    }
    parts.push(Buffer.of(element.listEnd));
  }
}

/** A byte of type, a byte of length and the name. */
export function named(type: number, name: string): Buffer {
  const bytes = Buffer.from(name);
  if (bytes.length === 0 || bytes.length > longestName) {
    throw new ViciError(
      'oversized',
      `a name has 1 to ${longestName} bytes; this one has ${bytes.length}`,
    );
  }
  return Buffer.concat([Buffer.of(type, bytes.length), bytes]);
}

function sized(value: Buffer, name: string): Buffer {
  if (value.length > longestValue) {
    throw new ViciError(
      'oversized',
      `a value has at most ${longestValue} bytes; that of '${name}' has ${value.length}`,
    );
  }
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return length;
}
