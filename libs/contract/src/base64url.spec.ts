import { decodeBase64url, encodeBase64url } from './base64url.js';

it.each([
  ['', []],
  ['_w', [255]],
  ['-_8', [251, 255]],
  ['AAAA', [0, 0, 0]],
])('reads %j and writes it again', (text, bytes) => {
  expect(decodeBase64url(text)).toStrictEqual(Uint8Array.from(bytes));
  expect(encodeBase64url(Uint8Array.from(bytes))).toBe(text);
});

it.each([
  ['padding', '_w=='],
  ['unused bits that are set', '_x'],
  ['the other alphabet', '+/8'],
  ['white space', 'AA AA'],
  ['a line end', 'AAAA\n'],
  ['a single character', 'A'],
  ['a character of neither alphabet', 'AA*A'],
])('refuses %s', (_what, text) => {
  expect(decodeBase64url(text)).toBeUndefined();
});
