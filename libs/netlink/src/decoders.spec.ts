import { recordedDump } from '../test/fixtures.js';
import { decodeAddress } from './address-message.js';
import { decodeFdbEntry } from './fdb-message.js';
import { decodeLink } from './link-message.js';
import { ackOf, decodeMessages, encodeMessage } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { decodeRoute } from './route-message.js';
import { eventsOf } from './watch.js';

/** Numbers that look random and are the same in every run (a linear congruential generator, Numerical Recipes). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

const decoders: readonly (readonly [string, string, (body: Buffer) => unknown])[] = [
  ['links', 'links', decodeLink],
  ['addresses', 'addresses', decodeAddress],
  ['routes', 'routes over IPv4', decodeRoute],
  ['forwarding entries', 'fdb', decodeFdbEntry],
];

/** Whether it was decoded; throws what no decoder may throw. */
function decodes(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch (error) {
    if (error instanceof NetlinkError && error.code === 'malformed') return false;
    throw error;
  }
}

describe.each(decoders)('the decoder of %s', (_what, dump, decode) => {
  const bodies = recordedDump(dump).map(({ body }) => body);

  it('refuses every message that was cut short inside of an attribute, and nothing worse', () => {
    const cuts = bodies.flatMap((body) =>
      Array.from(body, (_byte, length) => Buffer.from(body.subarray(0, length))),
    );

    const results = cuts.map((cut) => decodes(() => decode(cut)));

    expect(results.filter((result) => !result).length).toBeGreaterThan(results.length / 4);
  });

  it('survives bytes that were changed', () => {
    const random = randomNumbers(1);
    const results = Array.from({ length: 5000 }, () => {
      const body = Buffer.from(bodies[random() % bodies.length] ?? Buffer.alloc(0));
      for (let changes = random() % 8; changes >= 0; changes -= 1)
        body[random() % body.length] = random() >>> 24;
      return decodes(() => decode(body));
    });

    expect(new Set(results)).toEqual(new Set([true, false]));
  });

  it('survives garbage', () => {
    const random = randomNumbers(2);

    const results = Array.from({ length: 5000 }, () =>
      decodes(() =>
        decode(Buffer.from(Array.from({ length: random() % 200 }, () => random() >>> 24))),
      ),
    );

    expect(results).toContain(false);
  });
});

describe('the decoder of messages', () => {
  it('survives garbage, and events take it for a loss', () => {
    const random = randomNumbers(3);
    for (let round = 0; round < 5000; round += 1) {
      const garbage = Buffer.from(Array.from({ length: random() % 100 }, () => random() >>> 24));
      const datagram =
        round % 2 === 0
          ? garbage
          : encodeMessage({ type: random() % 32, flags: random() & 0xffff, body: garbage }, 1);

      expect(() => decodes(() => decodeMessages(datagram).map(ackOf))).not.toThrow();
      expect(() => eventsOf(datagram)).not.toThrow();
    }
  });
});
