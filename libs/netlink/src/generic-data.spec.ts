import { genericPart, type KindTable } from '#drivers';
import { Attributes } from './attributes.js';
import { decodeGeneric, encodeGeneric } from './generic-data.js';

const table: KindTable = {
  kernelKind: 'sample',
  fields: {
    byte: { type: 'u8', attribute: 1, change: 'in-place' },
    short: { type: 'u16', attribute: 2, change: 'in-place' },
    port: { type: 'u16be', attribute: 3, change: 'recreate' },
    long: { type: 'u32', attribute: 4, change: 'recreate' },
    key: { type: 'u32be', attribute: 5, change: 'in-place', absent: 9 },
    flag: { type: 'flag8', attribute: 6, change: 'in-place', absent: true },
    external: { type: 'presence', attribute: 7, change: 'recreate' },
    df: { type: 'word8', attribute: 8, change: 'in-place', words: ['unset', 'set'] },
    mode: { type: 'word32', attribute: 9, change: 'in-place', words: ['one', 'other'] },
    remote: { type: 'ip', attributes: { ipv4: 10, ipv6: 11 }, change: 'in-place' },
  },
};
const whole = {
  byte: 1,
  short: 0x0203,
  port: 0x0405,
  long: 0x06070809,
  key: 0x0a0b0c0d,
  flag: true,
  external: true,
  df: 'set',
  mode: 'other',
  remote: '198.51.100.2',
};

function decoded(options: Readonly<Record<string, string | number | boolean>>): unknown {
  return decodeGeneric(table, new Attributes(Buffer.concat(encodeGeneric(table, options))));
}

describe('the data of a declared kind of link', () => {
  it('has each number in the order of bytes that the table says', () => {
    const bytes = encodeGeneric(table, { short: 0x0203, port: 0x0405, long: 6, key: 7 });
    expect(Buffer.concat(bytes).toString('hex')).toBe(
      ['0600020003020000', '0600030004050000', '0800040006000000', '0800050000000007'].join(''),
    );
  });

  it('is read back as it was written', () => {
    expect(decoded(whole)).toEqual(genericPart(table, whole));
    const ipv6 = { ...whole, remote: '2001:db8::2', flag: false, external: false };
    expect(decoded(ipv6)).toEqual(genericPart(table, ipv6));
  });

  it('means by what is not told what the table says', () => {
    expect(decodeGeneric(table, undefined)).toEqual(genericPart(table, {}));
    expect(decoded({})).toMatchObject({ generic: { key: 9, flag: true, df: 'unset' } });
  });

  it('keeps a number beyond the words, so that it can be put back', () => {
    const foreign = { ...whole, df: '7' };
    expect(decoded(foreign)).toMatchObject({ generic: { df: '7' } });
  });
});
