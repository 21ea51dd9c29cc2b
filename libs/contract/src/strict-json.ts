import { JsonCursor } from './json-cursor.js';
import { accept, pointer, refuse, type Result } from './problem.js';
import { contractProblem, type ContractProblemCode } from './problem-codes.js';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** Objects and arrays within each other. */
const deepestNesting = 64;

/**
 * Reads one JSON document (RFC 8259) that every reader must understand alike: UTF-8 without byte order mark, no
 * member name twice in an object, no number that a double would change (integers beyond 2^53 − 1, negative zero,
 * overflow, underflow), no half surrogate pairs, at most 64 levels deep. Fractions are read as doubles. What it
 * accepts, `JSON.parse` reads to the same value. Stops at the first problem.
 */
export function parseStrictJson(bytes: Uint8Array): Result<JsonValue, ContractProblemCode> {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    return refuse(contractProblem('json-not-utf8', '', 'the document must be UTF-8'));
  }
  try {
    return accept(new JsonReader(text).document());
  } catch (error) {
    if (error instanceof JsonRefusal) return refuse(error.problem);
    throw error;
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // the only failure of a fatal decoder
  }
}

/** Leaves the recursive descent; never leaves this file. */
class JsonRefusal extends Error {
  constructor(readonly problem: ReturnType<typeof contractProblem>) {
    super(problem.detail);
  }
}

/** Every character that stands for itself in a string. */
const plainText = /[ !#-[\]-\uffff]*/y;
const numberText = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const literals: readonly (readonly [string, null | boolean])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

class JsonReader {
  private readonly cursor: JsonCursor;
  private readonly path: (string | number)[] = [];

  constructor(text: string) {
    this.cursor = new JsonCursor(text);
  }

  document(): JsonValue {
    if (this.cursor.startsWith('\ufeff')) {
      throw this.refusal('json-not-utf8', 'a byte order mark may not precede the document');
    }
    const value = this.value();
    this.cursor.skipSpace();
    if (this.cursor.next !== undefined) {
      throw this.refusal('json-syntax', 'nothing may follow the document');
    }
    return value;
  }

  private value(): JsonValue {
    this.cursor.skipSpace();
    const first = this.cursor.next;
    if (first === '{') return this.object();
    if (first === '[') return this.array();
    if (first === '"') return this.string();
    return first !== undefined && '-0123456789'.includes(first) ? this.number() : this.literal();
  }

  private object(): JsonObject {
    this.descend();
    const object: Record<string, JsonValue> = {};
    if (this.cursor.eat('}')) return object;
    do {
      const name = this.newName(object);
      this.expect(':');
      this.path.push(name);
      object[name] = this.value();
      this.path.pop();
    } while (this.cursor.eat(','));
    this.expect('}');
    return object;
  }

  private newName(object: JsonObject): string {
    this.cursor.skipSpace();
    if (this.cursor.next !== '"') throw this.refusal('json-syntax', 'expected a member name');
    const start = this.cursor.position;
    const name = this.string();
    if (Object.hasOwn(object, name)) {
      throw this.refusal(
        'json-duplicate-member',
        `member '${name}' stands here twice`,
        start,
        name,
      );
    }
    // Schema libraries pass over this name, so that it would be neither known nor refused.
    if (name === '__proto__') {
      throw this.refusal('member-unknown', `'${name}' is never a member name`, start, name);
    }
    return name;
  }

  private array(): readonly JsonValue[] {
    this.descend();
    const array: JsonValue[] = [];
    if (this.cursor.eat(']')) return array;
    do {
      this.path.push(array.length);
      array.push(this.value());
      this.path.pop();
    } while (this.cursor.eat(','));
    this.expect(']');
    return array;
  }

  private string(): string {
    this.cursor.position += 1;
    let text = this.cursor.run(plainText);
    while (this.cursor.next === '\\') {
      text += this.escape() + this.cursor.run(plainText);
    }
    if (this.cursor.next !== '"') {
      throw this.refusal(
        'json-syntax',
        'a string ends with a quotation mark and has no control characters',
      );
    }
    this.cursor.position += 1;
    return text;
  }

  private escape(): string {
    const letter = this.cursor.slice(1, 2);
    if (letter === 'u') return this.unicodeEscape();
    const character = escapes[letter];
    if (character === undefined) throw this.refusal('json-syntax', 'unknown escape in a string');
    this.cursor.position += 2;
    return character;
  }

  /** RFC 8259, 7: a character beyond the Basic Multilingual Plane is written as a surrogate pair. */
  private unicodeEscape(): string {
    const start = this.cursor.position;
    const first = this.codeUnit();
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
    const second = first < 0xdc00 && this.cursor.startsWith('\\u') ? this.codeUnit() : 0;
    if (second < 0xdc00 || second > 0xdfff) {
      throw this.refusal('json-not-utf8', 'half of a surrogate pair is no character', start);
    }
    return String.fromCharCode(first, second);
  }

  private codeUnit(): number {
    const digits = this.cursor.slice(2, 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      throw this.refusal('json-syntax', 'four hexadecimal digits follow \\u');
    }
    this.cursor.position += 6;
    return Number.parseInt(digits, 16);
  }

  private number(): number {
    const start = this.cursor.position;
    const text = this.cursor.run(numberText);
    if (text === '') throw this.refusal('json-syntax', 'expected a number');
    const value = Number(text);
    if (!isExact(value, text)) {
      throw this.refusal(
        'json-unsafe-number',
        `the number ${text.slice(0, 40)} would not be read exactly`,
        start,
      );
    }
    return value;
  }

  private literal(): null | boolean {
    for (const [word, value] of literals) {
      if (this.cursor.startsWith(word)) {
        this.cursor.position += word.length;
        return value;
      }
    }
    throw this.refusal('json-syntax', 'expected a value');
  }

  private descend(): void {
    if (this.path.length >= deepestNesting) {
      throw this.refusal('json-too-deep', `at most ${deepestNesting} levels are allowed`);
    }
    this.cursor.position += 1;
  }

  private expect(mark: string): void {
    if (!this.cursor.eat(mark)) throw this.refusal('json-syntax', `expected '${mark}'`);
  }

  private refusal(
    code: ContractProblemCode,
    detail: string,
    position = this.cursor.position,
    ...member: readonly string[]
  ): JsonRefusal {
    const place = this.cursor.place(position);
    return new JsonRefusal(
      contractProblem(code, pointer(...this.path, ...member), `${detail} (${place})`),
    );
  }
}

function isExact(value: number, text: string): boolean {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  if (value === 0) return !text.startsWith('-') && !/[1-9]/.test(text.replace(/[eE].*$/, ''));
  return Number.isFinite(value);
}
