import { recordedDump } from '../test/fixtures.js';
import { encodeMessage } from './messages.js';
import { u32Attribute } from './attributes.js';
import { kernelProtocol } from './route-message.js';
import { eventsOf } from './watch.js';

const first = (dump: string): Buffer => recordedDump(dump)[0]?.body ?? Buffer.alloc(0);
const event = (type: number, body: Buffer): Buffer => encodeMessage({ type, flags: 0, body }, 0);

/** struct ndmsg: u8 family, 3 bytes, i32 index, u16 state, u8 flags, u8 type. */
const neighbour = (family: number, state: number, flags: number): Buffer =>
  Buffer.from([family, 0, 0, 0, 9, 0, 0, 0, state, 0, flags, 0]);

/** RTPROT_STATIC. */
const staticProtocol = 4;
/** struct rtmsg with the protocol in its sixth byte, and RTA_OIF. */
const route = (protocol: number): Buffer =>
  Buffer.concat([Buffer.from([2, 0, 0, 0, 0, protocol, 0, 1, 0, 0, 0, 0]), u32Attribute(4, 9)]);

describe('events', () => {
  it.each([
    ['link', 16, 17, first('links'), 1],
    ['address', 20, 21, first('addresses'), 1],
    ['route', 24, 25, route(staticProtocol), undefined],
    ['route', 24, 25, route(kernelProtocol), 9],
    ['fdb', 28, 29, neighbour(7, 0x80, 2), 9],
  ])('tell of a %s that comes and goes', (family, comes, goes, body, link) => {
    const of = { type: 'changed', family, ...(link === undefined ? {} : { link }) };

    expect(eventsOf(Buffer.concat([event(comes, body), event(goes, body)]))).toEqual([
      { ...of, gone: false },
      { ...of, gone: true },
    ]);
  });

  it('tell of VLANs as of the link that is in them', () => {
    const vlans = Buffer.from([7, 0, 0, 0, 9, 0, 0, 0]);

    expect(eventsOf(Buffer.concat([event(112, vlans), event(113, vlans)]))).toEqual(
      Array(2).fill({ type: 'changed', family: 'link', gone: false, link: 9 }),
    );
  });

  it('tell of rules that come and go', () => {
    const body = Buffer.alloc(12);

    expect(eventsOf(Buffer.concat([event(32, body), event(33, body)]))).toEqual([
      { type: 'changed', family: 'rule', gone: false },
      { type: 'changed', family: 'rule', gone: true },
    ]);
  });

  it.each([
    ['a neighbour', 28, neighbour(2, 0x80, 0)],
    ['an entry that was learnt', 28, neighbour(7, 0x02, 2)],
    ['an entry of a bridge', 28, neighbour(7, 0x80, 4)],
  ])('tell nothing of %s', (_what, type, body) => {
    expect(eventsOf(event(type, body))).toEqual([]);
  });

  it('need no more than the beginning of a link', () => {
    const whole = event(16, first('links'));

    expect(whole.length).toBeGreaterThan(512);
    expect(eventsOf(whole.subarray(0, 512))).toEqual(eventsOf(whole));
  });

  it.each([
    ['a route that is cut off', event(24, route(kernelProtocol)).subarray(0, 32)],
    ['half a message', Buffer.alloc(20)],
    ['a link without a header', event(16, Buffer.alloc(4))],
    ['a neighbour without a header', event(28, Buffer.alloc(4))],
  ])('take %s for a loss', (_what, datagram) => {
    expect(eventsOf(datagram)).toEqual([{ type: 'overrun' }]);
  });
});
