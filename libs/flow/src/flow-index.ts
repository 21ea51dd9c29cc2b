import { randomInt } from 'node:crypto';
import { keySize, rowSize } from './flow-row.js';

/** Where a hash begins: other in every process, so that nobody can choose addresses that fall together. */
const seed = randomInt(0x7fff_ffff);
const least = 64;
/** As machines read words. */
const little = true;

/** Finds rows by their keys: open addressing, at most half full. Rows are never taken out one by one. */
export class FlowIndex {
  #hashes = new Int32Array(least);
  /** A row's place and one; 0: free. */
  #slots = new Int32Array(least * 2);

  /** The place of the row with a key that stands in other memory; -1: there is none. */
  find(hash: number, key: DataView, at: number, rows: DataView): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0) return -1;
      if (this.#hashes[row] === hash && areEqual(key, at, rows, row * rowSize)) return row;
    }
  }

  /** Remembers the row that is now the last. */
  add(hash: number, row: number): void {
    if (row === this.#hashes.length) this.#grow(row);
    this.#hashes[row] = hash;
    this.#put(hash, row);
  }

  /** A row stands elsewhere now; to be followed by {@link rebuild}. */
  move(from: number, to: number): void {
    this.#hashes[to] = this.#hashes[from] ?? 0;
  }

  /** Knows the first so many rows and no other. */
  rebuild(count: number): void {
    this.#slots.fill(0);
    for (let row = 0; row < count; row += 1) this.#put(this.#hashes[row] ?? 0, row);
  }

  /** Knows no row any more, and has room for so many: a power of two. */
  clear(room: number): void {
    if (room === this.#hashes.length) {
      this.#slots.fill(0);
      return;
    }
    this.#hashes = new Int32Array(room);
    this.#slots = new Int32Array(room * 2);
  }

  #grow(count: number): void {
    const hashes = new Int32Array(count * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Int32Array(count * 4);
    this.rebuild(count);
  }

  #put(hash: number, row: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
  }
}

/** Of the key at a place: MurmurHash3 for 32 bits, of Austin Appleby, in the public domain. */
export function hashOf(key: DataView, at: number): number {
  let hash = seed;
  for (let position = at; position < at + keySize; position += 4) {
    const word = Math.imul(key.getInt32(position, little), 0xcc9e2d51);
    hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function areEqual(one: DataView, at: number, other: DataView, start: number): boolean {
  for (let position = 0; position < keySize; position += 4) {
    if (one.getInt32(at + position, little) !== other.getInt32(start + position, little))
      return false;
  }
  return true;
}
