import {
  Attributes,
  bytesAttribute,
  nestedAttribute,
  portAttribute,
  textAttribute,
  u16Attribute,
  u32Attribute,
  u8Attribute,
} from './attributes.js';
import { NetlinkError } from './netlink-error.js';

describe('encoding attributes', () => {
  it.each([
    ['a byte, padded', u8Attribute(5, 0xab), '05000500ab000000'],
    ['two bytes', u16Attribute(5, 0x1234), '0600050034120000'],
    ['a port in network order', portAttribute(15, 4789), '06000f0012b50000'],
    ['four bytes', u32Attribute(1, 0x01020304), '0800010004030201'],
    ['text with its NUL', textAttribute(3, 'br0'), '0800030062723000'],
    ['text with its NUL and padding', textAttribute(3, 'br10'), '090003006272313000000000'],
    ['bytes', bytesAttribute(1, Buffer.from([2, 0, 0, 0, 0, 1])), '0a0001000200000000010000'],
    ['nothing inside', nestedAttribute(18, []), '04001200'],
    ['attributes inside', nestedAttribute(18, [u8Attribute(1, 1)]), '0c0012000500010001000000'],
  ])('writes %s', (_what, attribute, hex) => {
    expect(attribute.toString('hex')).toBe(hex);
  });
});

describe('decoding attributes', () => {
  const attributes = new Attributes(
    Buffer.concat([
      u8Attribute(1, 7),
      u16Attribute(2, 700),
      portAttribute(3, 4789),
      u32Attribute(4, 70_000),
      textAttribute(5, 'br-lan'),
      nestedAttribute(6, [u32Attribute(1, 1)]),
      bytesAttribute(7, Buffer.from('no end')),
    ]),
  );

  it('reads every type back', () => {
    expect([attributes.u8(1), attributes.u16(2), attributes.port(3), attributes.u32(4)]).toEqual([
      7, 700, 4789, 70_000,
    ]);
    expect([attributes.text(5), attributes.text(7)]).toEqual(['br-lan', 'no end']);
    expect(attributes.nested(6)?.u32(1)).toBe(1);
    expect(attributes.payload(2)?.toString('hex')).toBe('bc02');
    expect(attributes.types).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('has nothing for what is absent', () => {
    expect([
      attributes.u8(9),
      attributes.text(9),
      attributes.nested(9),
      attributes.payload(9),
    ]).toEqual([undefined, undefined, undefined, undefined]);
    expect(attributes.has(9)).toBe(false);
  });

  it('takes the last of several, and knows a type by its number without the flags', () => {
    const twice = new Attributes(Buffer.concat([u8Attribute(1, 1), u8Attribute(0x8001, 2)]));

    expect(twice.u8(1)).toBe(2);
  });

  it('starts after a header', () => {
    expect(
      new Attributes(Buffer.concat([Buffer.alloc(16, 0xff), u8Attribute(1, 3)]), 16).u8(1),
    ).toBe(3);
  });

  it.each([
    ['longer than what is left', '0900010000000000'],
    ['shorter than its own header', '0300010000000000'],
    ['without a length', '0000010000000000'],
  ])('refuses an attribute that is %s', (_how, hex) => {
    expect(() => new Attributes(Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({ name: 'NetlinkError', code: 'malformed' }),
    );
  });

  it('refuses a value of fewer bytes than it is read with', () => {
    const short = new Attributes(u8Attribute(1, 1));

    expect(() => short.u32(1)).toThrow(NetlinkError);
    expect(() => short.u32(1)).toThrow('attribute 1 has 1 bytes where 4 are needed');
  });

  it('lets fewer bytes than a header at the end be padding', () => {
    expect(new Attributes(Buffer.concat([u8Attribute(1, 1), Buffer.alloc(3)])).types).toEqual([1]);
  });
});
