import { element } from './elements.js';
import { MessageWriter } from './message-writer.js';
import { isSection, type ViciSection, type ViciValue } from './section.js';

const writer = new MessageWriter();

/**
 * The bytes of a message. The root has no end of its own: with one the daemon refuses a message after it has already
 * done what it says.
 */
export function encodeMessage(root: ViciSection): Buffer {
  try {
    for (const [name, value] of root) writeEntry(name, value);
    return writer.take();
  } finally {
    writer.reset();
  }
}

/** A byte of type, a byte of length and the name. */
export function named(type: number, name: string): Buffer {
  try {
    writer.named(type, name);
    return writer.take();
  } finally {
    writer.reset();
  }
}

function writeEntry(name: string, value: ViciValue): void {
  if (isSection(value)) {
    writer.named(element.sectionStart, name);
    for (const [inside, entry] of value) writeEntry(inside, entry);
    writer.byte(element.sectionEnd);
  } else if (Buffer.isBuffer(value)) {
    writer.named(element.keyValue, name);
    writer.value(value, name);
  } else {
    writer.named(element.listStart, name);
    for (const item of value as readonly Buffer[]) {
      writer.byte(element.listItem);
      writer.value(item, name);
    }
    writer.byte(element.listEnd);
  }
}
