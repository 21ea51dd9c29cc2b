import { randomBelow } from '../test/random.js';
import { problemsIn } from '../test/results.js';
import { parseStrictJson } from './strict-json.js';

const encoder = new TextEncoder();

function parse(text: string): ReturnType<typeof parseStrictJson> {
  return parseStrictJson(encoder.encode(text));
}

it.each([
  'null',
  ' true\n',
  '\t[]\r',
  '{}',
  '0',
  '-1',
  '9007199254740991',
  '-9007199254740991',
  '1.5',
  '1e3',
  '0.1e-2',
  '"plain"',
  String.raw`"\"\\\/\b\f\n\r\t\u0041\u00e9"`,
  String.raw`"\ud83d\ude00"`,
  '"😀\u007f\u2028"',
  '{"a":[1,{"b":null}],"":0,"constructor":{"toString":1}}',
])('reads %j as JSON.parse does', (text) => {
  const native: unknown = JSON.parse(text);
  expect(parse(text)).toEqual({ ok: true, value: native });
  expect(JSON.stringify(parse(text))).toBe(JSON.stringify({ ok: true, value: native }));
});

it.each([
  ['nothing at all', '', 'json-syntax ', 'line 1, column 1'],
  ['text after the document', '{} {}', 'json-syntax ', 'line 1, column 4'],
  ['a trailing comma in an object', '{"a":1,}', 'json-syntax ', 'line 1, column 8'],
  ['a trailing comma in an array', '[1,]', 'json-syntax /1', 'line 1, column 4'],
  ['a missing colon', '{"a" 1}', 'json-syntax ', 'line 1, column 6'],
  ['an unquoted name', '{a:1}', 'json-syntax ', 'line 1, column 2'],
  ['an unfinished object', '{"a":1', 'json-syntax ', 'line 1, column 7'],
  ['an unfinished string', '{"a":"b', 'json-syntax /a', 'line 1, column 8'],
  ['a comment', '[1, // one\n2]', 'json-syntax /1', 'line 1, column 5'],
  ['a word that is none', '[nul]', 'json-syntax /0', 'line 1, column 2'],
  ['single quotes', "['a']", 'json-syntax /0', 'line 1, column 2'],
  ['a leading zero', '[01]', 'json-syntax ', 'line 1, column 3'],
  ['a leading plus', '[+1]', 'json-syntax /0', 'line 1, column 2'],
  ['a bare minus', '[-]', 'json-syntax /0', 'line 1, column 2'],
  ['a point without digits', '[1.]', 'json-syntax ', 'line 1, column 3'],
  ['NaN', '[NaN]', 'json-syntax /0', 'line 1, column 2'],
  ['a tab in a string', '["a\tb"]', 'json-syntax /0', 'line 1, column 4'],
  ['an unknown escape', String.raw`["\x41"]`, 'json-syntax /0', 'line 1, column 3'],
  ['a short unicode escape', String.raw`["\u12"]`, 'json-syntax /0', 'line 1, column 3'],
  ['other white space', '[1,\u00a02]', 'json-syntax /1', 'line 1, column 4'],
  ['a name twice', '{"a":1,\n "a":2}', 'json-duplicate-member /a', 'line 2, column 2'],
  [
    'a name twice, once escaped',
    String.raw`{"x":{"a":1,"\u0061":1}}`,
    'json-duplicate-member /x/a',
    'line 1, column 13',
  ],
  [
    'a name twice that needs escaping in a pointer',
    '{"a/b~":1,"a/b~":1}',
    'json-duplicate-member /a~1b~0',
    'line 1, column 11',
  ],
  [
    'the name __proto__',
    '{"a":{"__proto__":{}}}',
    'member-unknown /a/__proto__',
    'line 1, column 7',
  ],
  ['2^53', '{"n":9007199254740992}', 'json-unsafe-number /n', 'line 1, column 6'],
  ['−2^53', '[-9007199254740992]', 'json-unsafe-number /0', 'line 1, column 2'],
  ['an unsafe integer with an exponent', '[1e16]', 'json-unsafe-number /0', 'line 1, column 2'],
  [
    'a fraction that would become an unsafe integer',
    '[9007199254740993.5]',
    'json-unsafe-number /0',
    'line 1, column 2',
  ],
  ['overflow', '[1e400]', 'json-unsafe-number /0', 'line 1, column 2'],
  ['underflow', '[1e-400]', 'json-unsafe-number /0', 'line 1, column 2'],
  ['negative zero', '[-0]', 'json-unsafe-number /0', 'line 1, column 2'],
  ['negative zero with a fraction', '[-0.0e5]', 'json-unsafe-number /0', 'line 1, column 2'],
  ['half a surrogate pair', String.raw`["\ud83d"]`, 'json-not-utf8 /0', 'line 1, column 3'],
  ['the wrong half first', String.raw`["\ude00\ud83d"]`, 'json-not-utf8 /0', 'line 1, column 3'],
  [
    'a half followed by another escape',
    String.raw`["\ud83d\n"]`,
    'json-not-utf8 /0',
    'line 1, column 3',
  ],
  ['two second halves', String.raw`["\ude00\ude00"]`, 'json-not-utf8 /0', 'line 1, column 3'],
  ['half a pair in a name', String.raw`{"\udc00":1}`, 'json-not-utf8 ', 'line 1, column 3'],
  ['a byte order mark', '\ufeff{}', 'json-not-utf8 ', 'line 1, column 1'],
])('refuses %s', (_what, text, problem, place) => {
  const result = parse(text);
  expect(problemsIn(result)).toStrictEqual([problem]);
  expect(result).toMatchObject({ problems: [{ detail: expect.stringContaining(`(${place})`) }] });
});

it('counts columns in characters, not in UTF-16 units', () => {
  expect(parse('["😀" 1]')).toMatchObject({
    problems: [{ detail: expect.stringContaining('column 6') }],
  });
});

it.each([
  ['a lone continuation byte', [0x22, 0x80, 0x22]],
  ['an overlong encoding', [0x22, 0xc0, 0xaf, 0x22]],
  ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ['a character that is cut off', [0x22, 0xf0, 0x9f, 0x98, 0x22]],
  ['UTF-16', [0x22, 0x00, 0x41, 0x00, 0x22, 0xd8]],
])('refuses %s as not UTF-8', (_what, bytes) => {
  expect(problemsIn(parseStrictJson(Uint8Array.from(bytes)))).toStrictEqual(['json-not-utf8 ']);
});

it('reads 64 levels and refuses the 65th', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(parse(nested(64)).ok).toBe(true);
  expect(problemsIn(parse(nested(65)))).toStrictEqual([`json-too-deep ${'/0'.repeat(64)}`]);
  expect(problemsIn(parse('['.repeat(1_000_000)))).toStrictEqual([
    `json-too-deep ${'/0'.repeat(64)}`,
  ]);
});

it('reads a megabyte in a moment, even beside other work', () => {
  const entries = Array.from({ length: 12_000 }, (_, n) => ({
    name: `w${n}`,
    n,
    tags: [1.5, 'a"b', null, true],
  }));
  const bytes = encoder.encode(JSON.stringify({ entries, filler: ' '.repeat(300_000) }));
  const start = performance.now();
  expect(parseStrictJson(bytes).ok).toBe(true);
  expect(performance.now() - start).toBeLessThan(2000);
});

describe('beside JSON.parse, on 20,000 damaged documents', () => {
  const random = randomBelow(20261120);
  const seeds = [
    '{"a":[1,2.5e-3,-0,true,false,null],"b":{"c":"\\u0041\\n","d":[]}}',
    '[{"x":"\\ud83d\\ude00","y":9007199254740991},[[]],"",0.1,1E5]',
    ' { "long name" : "text with \\"quotes\\" and \\\\" , "n" : -12.5e+2 } ',
  ];
  const alphabet = '{}[]",:\\/ \n\t0123456789.eE+-truefalsn\u0000\u00e9😀u';
  const damaged = Array.from({ length: 20_000 }, () => {
    let text = seeds[random(seeds.length)] ?? '';
    for (let edits = random(4); edits > 0; edits -= 1) {
      const at = random(text.length + 1);
      text =
        text.slice(0, at) + (alphabet[random(alphabet.length)] ?? '') + text.slice(at + random(3));
    }
    return text.toWellFormed();
  });

  it('accepts only what JSON.parse reads to the same value', () => {
    const differing = damaged.filter((text) => {
      const result = parse(text);
      return result.ok && JSON.stringify(result.value) !== JSON.stringify(JSON.parse(text));
    });
    expect(differing).toStrictEqual([]);
    expect(damaged.filter((text) => parse(text).ok).length).toBeGreaterThan(3000);
  });

  it('calls nothing a syntax error that JSON.parse reads', () => {
    const differing = damaged.filter((text) => {
      const result = parse(text);
      const isSyntax = !result.ok && result.problems[0]?.code === 'json-syntax';
      return isSyntax && nativeReads(text);
    });
    expect(differing).toStrictEqual([]);
  });
});

function nativeReads(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // the outcome asked for
  }
}
