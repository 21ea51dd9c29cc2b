import { canonicalJson } from './canonical-json.js';

it('is the same for every order of members, at every depth', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe(
    '{"a":"x","b":[{"c":null,"d":1}]}',
  );
  expect(canonicalJson({ a: 'x', b: [{ c: null, d: 1 }] })).toBe(
    '{"a":"x","b":[{"c":null,"d":1}]}',
  );
});

it('sorts names by UTF-16 code units (RFC 8785, 3.2.3), numbers last where they come last', () => {
  expect(
    canonicalJson({
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '\ud83d\ude00': 5,
      '\u0080': 6,
      '\u00f6': 7,
    }),
  ).toBe('{"1":4,"\\r":2,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
});

it.each([
  [{ a: 1 }, { a: '1' }],
  [{ a: [] }, { a: {} }],
  [{ a: null }, {}],
  [
    [1, 2],
    [2, 1],
  ],
])('tells %j from %j', (one, two) => {
  expect(canonicalJson(one)).not.toBe(canonicalJson(two));
});
