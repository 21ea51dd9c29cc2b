import { ByteCursor } from './byte-cursor.js';
import { deepestSection, element } from './elements.js';
import type { ViciSection, ViciValue } from './section.js';
import { ViciError } from './vici-error.js';

/** Reads the bytes of a message; takes nothing but what the format allows. Throws {@link ViciError}. */
export function decodeMessage(bytes: Buffer): ViciSection {
  const cursor = new ByteCursor(bytes);
  const root = readSection(cursor, 0);
  if (!cursor.isAtEnd) throw new ViciError('malformed', 'a section ends that never began');
  return root;
}

/** Up to its end, or for the root to the end of the message. */
function readSection(cursor: ByteCursor, depth: number): ViciSection {
  if (depth > deepestSection) throw new ViciError('malformed', 'sections are nested too deep');
  const section = new Map<string, ViciValue>();
  while (!(depth === 0 && cursor.isAtEnd)) {
    const type = cursor.byte('a section');
    if (type === element.sectionEnd) {
      if (depth > 0) return section;
      throw new ViciError('malformed', 'a section ends that never began');
    }
    const name = cursor.name();
    if (section.has(name)) throw new ViciError('malformed', `'${name}' stands twice in a section`);
    section.set(name, readEntry(type, cursor, depth));
  }
  return section;
}

function readEntry(type: number, cursor: ByteCursor, depth: number): ViciValue {
  switch (type) {
    case element.sectionStart:
      return readSection(cursor, depth + 1);
    case element.keyValue:
      return cursor.value();
    case element.listStart:
      return readList(cursor);
  }
  throw new ViciError('malformed', `element type ${type} can't stand in a section`);
}

function readList(cursor: ByteCursor): readonly Buffer[] {
  const items: Buffer[] = [];
  for (;;) {
    const type = cursor.byte('a list');
    if (type === element.listEnd) return items;
    if (type !== element.listItem) {
      throw new ViciError('malformed', `element type ${type} can't stand in a list`);
    }
    items.push(cursor.value());
  }
}
