import { u32Attribute, textAttribute } from './attributes.js';
import { ackOf, decodeMessages, encodeMessage } from './messages.js';

const header = (type: number, flags: number, body: Buffer, length = 16 + body.length): Buffer => {
  const message = encodeMessage({ type, flags, body }, 7);
  message.writeUInt32LE(length, 0);
  return message;
};

/** An answer as the kernel makes it: errno, the request's header, perhaps its body, perhaps attributes. */
const answer = (
  errno: number,
  request: Buffer,
  flags: number,
  attributes: Buffer = Buffer.alloc(0),
): Buffer => {
  const code = Buffer.alloc(4);
  code.writeInt32LE(-errno);
  return header(2, flags, Buffer.concat([code, request, attributes]));
};

const ackOfBytes = (bytes: Buffer): unknown => decodeMessages(bytes).map(ackOf);

describe('messages', () => {
  it('go with their length, type, flags and sequence number, padded', () => {
    const message = encodeMessage({ type: 16, flags: 5, body: Buffer.from([1, 2, 3, 4, 5]) }, 258);

    expect(message.toString('hex')).toBe('15000000100005000201000000000000' + '0102030405000000');
  });

  it('come several in one datagram', () => {
    const bodies = [Buffer.from('one'), Buffer.from('three')];
    const datagram = Buffer.concat(
      bodies.map((body, number) => encodeMessage({ type: 20 + number, flags: 2, body }, 9)),
    );

    expect(decodeMessages(datagram)).toEqual([
      { type: 20, flags: 2, sequence: 9, body: bodies[0] },
      { type: 21, flags: 2, sequence: 9, body: bodies[1] },
    ]);
  });

  it.each([
    ['longer than the datagram', 17],
    ['shorter than its header', 15],
    ['without a length', 0],
  ])('are refused when one is %s', (_how, length) => {
    expect(() => decodeMessages(header(16, 0, Buffer.alloc(0), length))).toThrow(
      expect.objectContaining({ name: 'NetlinkError', code: 'malformed' }),
    );
  });
});

describe('an acknowledgement', () => {
  const request = encodeMessage({ type: 16, flags: 5, body: Buffer.alloc(40) }, 7);
  const words = Buffer.concat([textAttribute(1, 'Cannot change VNI'), u32Attribute(2, 44)]);

  it('of 0 means done', () => {
    expect(ackOfBytes(answer(0, request.subarray(0, 16), 0x100))).toEqual([{ errno: 0 }]);
  });

  it('has the errno', () => {
    expect(ackOfBytes(answer(17, request, 0))).toEqual([{ errno: 17 }]);
  });

  it('has the words of the kernel after the header of the request', () => {
    expect(ackOfBytes(answer(95, request.subarray(0, 16), 0x300, words))).toEqual([
      { errno: 95, text: 'Cannot change VNI' },
    ]);
  });

  it('has the words of the kernel after the whole request where that is repeated', () => {
    expect(ackOfBytes(answer(95, request, 0x200, words))).toEqual([
      { errno: 95, text: 'Cannot change VNI' },
    ]);
  });

  it('ends a dump, with an errno where it failed', () => {
    const done = (code: number): Buffer => {
      const body = Buffer.alloc(4);
      body.writeInt32LE(code);
      return header(3, 2, body);
    };

    expect(ackOfBytes(Buffer.concat([done(0), done(-4)]))).toEqual([{ errno: 0 }, { errno: 4 }]);
  });

  it('is no other message', () => {
    expect(ackOfBytes(request)).toEqual([undefined]);
  });

  it('is refused when it is too short', () => {
    expect(() => ackOfBytes(header(2, 0, Buffer.alloc(12)))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });

  it('has no words where the request that it repeats would not fit in it', () => {
    const lie = header(16, 5, Buffer.alloc(0), 4000);

    expect(ackOfBytes(answer(95, lie, 0x200, words))).toEqual([{ errno: 95 }]);
  });
});
