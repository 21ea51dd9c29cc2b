import {
  decodeMessage,
  encodeMessage,
  sectionOf,
  ViciError,
  type ViciSection,
  type ViciValue,
} from './index.js';

/** A small generator with a seed (xorshift), so that a failure can be seen again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function randomSection(random: (below: number) => number, depth = 0): ViciSection {
  const names = Array.from({ length: random(5) }, (_, place) => `n${place}`);
  return new Map(names.map((name) => [name, randomValue(random, depth)]));
}

function randomValue(random: (below: number) => number, depth: number): ViciValue {
  const kind = random(depth < 3 ? 3 : 2);
  if (kind === 0) return randomBytes(random);
  if (kind === 1) return Array.from({ length: random(4) }, () => randomBytes(random));
  return randomSection(random, depth + 1);
}

function randomBytes(random: (below: number) => number): Buffer {
  return Buffer.from(Array.from({ length: random(40) }, () => random(256)));
}

function refusalOf(bytes: Buffer): string {
  try {
    decodeMessage(bytes);
    return 'taken';
  } catch (error) {
    if (error instanceof ViciError) return error.code;
    throw error;
  }
}

describe('a message', () => {
  it('is the bytes of the example in the README of the protocol', () => {
    const section = sectionOf({
      key1: 'value1',
      section1: { 'sub-section': { key2: 'value2' }, list1: ['item1', 'item2'] },
    });

    expect(encodeMessage(section)).toEqual(
      Buffer.concat([
        Buffer.from([3, 4]),
        Buffer.from('key1'),
        Buffer.from([0, 6]),
        Buffer.from('value1'),
        Buffer.from([1, 8]),
        Buffer.from('section1'),
        Buffer.from([1, 11]),
        Buffer.from('sub-section'),
        Buffer.from([3, 4]),
        Buffer.from('key2'),
        Buffer.from([0, 6]),
        Buffer.from('value2'),
        Buffer.from([2]),
        Buffer.from([4, 5]),
        Buffer.from('list1'),
        Buffer.from([5, 0, 5]),
        Buffer.from('item1'),
        Buffer.from([5, 0, 5]),
        Buffer.from('item2'),
        Buffer.from([6, 2]),
      ]),
    );
  });

  it('comes back as it was, whatever its bytes', () => {
    const random = randomFrom(7);
    for (let count = 0; count < 500; count += 1) {
      const section = randomSection(random);
      expect(decodeMessage(encodeMessage(section))).toEqual(section);
    }
  });

  it('keeps the order of names that look like numbers', () => {
    const section = new Map([
      ['7', Buffer.from('first')],
      ['3', Buffer.from('second')],
    ]);
    expect([...decodeMessage(encodeMessage(section)).keys()]).toEqual(['7', '3']);
  });

  it('has values of 65,535 bytes and names of 255, and none longer', () => {
    const longest = sectionOf({ ['n'.repeat(255)]: Buffer.alloc(65_535) });
    expect(decodeMessage(encodeMessage(longest))).toEqual(longest);
    expect(() => encodeMessage(sectionOf({ ['n'.repeat(256)]: 'v' }))).toThrow('1 to 255 bytes');
    expect(() => encodeMessage(sectionOf({ '': 'v' }))).toThrow('1 to 255 bytes');
    expect(() => encodeMessage(sectionOf({ name: Buffer.alloc(65_536) }))).toThrow('at most 65535');
  });

  it('never tells the value that is too long', () => {
    const secret = 'planted'.repeat(10_000);
    expect(() => encodeMessage(sectionOf({ data: secret }))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('planted') }),
    );
  });

  it.each([
    ['with an end of the root', [2]],
    ['with a section that never ends', [1, 1, 97]],
    ['with a list that never ends', [4, 1, 97]],
    ['with a section in a list', [4, 1, 97, 1, 1, 98, 2, 6]],
    ['with an item outside a list', [5, 0, 1, 97]],
    ['with the end of a list that never began', [6]],
    ['with an unknown element', [9, 1, 97]],
    ['with an empty name', [3, 0, 0, 1, 97]],
    ['with a name cut short', [3, 5, 97]],
    ['with a value cut short', [3, 1, 97, 0, 5, 98]],
    ['with a length cut short', [3, 1, 97, 0]],
    ['with one name twice', [3, 1, 97, 0, 0, 3, 1, 97, 0, 0]],
    ['nested without end', Array.from({ length: 300 }, () => [1, 1, 97]).flat()],
  ])('%s is refused', (_, bytes) => {
    expect(refusalOf(Buffer.from(bytes))).toBe('malformed');
  });

  it('with any bytes bent is read or refused, and nothing else', () => {
    const random = randomFrom(11);
    const seen = new Set<string>();
    for (let count = 0; count < 5_000; count += 1) {
      const bytes = encodeMessage(randomSection(random));
      for (let bends = random(4); bends >= 0 && bytes.length > 0; bends -= 1) {
        bytes[random(bytes.length)] = random(256);
      }
      seen.add(refusalOf(bytes.subarray(0, bytes.length - random(2))));
    }
    expect([...seen].sort()).toEqual(['malformed', 'taken']);
  });

  it('of any bytes at all is read or refused, and nothing else', () => {
    const random = randomFrom(13);
    for (let count = 0; count < 5_000; count += 1) {
      expect(['malformed', 'taken']).toContain(refusalOf(randomBytes(random)));
    }
  });
});
