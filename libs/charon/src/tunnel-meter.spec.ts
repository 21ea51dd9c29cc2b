import { sectionOf, type PlainSection, type ViciSection } from '#vici';
import { associationsIn } from './associations.js';
import { TunnelMeter } from './tunnel-meter.js';

const tunnel = 'hercules/c/wan';

/** A CHILD_SA that has carried so many octets each way, in packets of 100. */
function child(spi: string, octets: number): PlainSection {
  const packets = octets / 100;
  return {
    name: 'net',
    'spi-in': spi,
    'spi-out': `${spi}0`,
    state: 'INSTALLED',
    'bytes-in': octets,
    'packets-in': packets,
    'bytes-out': octets * 2,
    'packets-out': packets,
  };
}

const ike = (children: PlainSection): PlainSection => ({
  uniqueid: 1,
  state: 'ESTABLISHED',
  'child-sas': children,
});
const message = (children: PlainSection, up = false): ViciSection =>
  sectionOf({ ...(up && { up: true }), [tunnel]: ike(children) });

function seen(meter: TunnelMeter, ...children: readonly (readonly [string, number])[]): void {
  meter.take(
    associationsIn(
      message(Object.fromEntries(children.map(([spi, octets]) => [spi, child(spi, octets)]))),
    ),
  );
}

function carried(meter: TunnelMeter): readonly number[] {
  const { receiveOctets, receivePackets, transmitOctets, transmitPackets } = meter.countsOf(tunnel);
  return [receiveOctets, receivePackets, transmitOctets, transmitPackets];
}

describe('the counts of a tunnel', () => {
  it('go on over rekeying and over new SAs, and never back', () => {
    const meter = new TunnelMeter();
    seen(meter, ['a', 500]);
    seen(meter, ['a', 800]);
    meter.hear('child-rekey', message({ net: { old: child('a', 900), new: child('b', 0) } }));
    expect(carried(meter)).toEqual([900, 9, 1800, 9]);
    seen(meter, ['a', 900], ['b', 100]);
    seen(meter, ['b', 300]);
    meter.hear('child-updown', message({ b: child('b', 400) }));
    seen(meter);
    seen(meter, ['c', 100]);
    expect(carried(meter)).toEqual([1400, 14, 2800, 14]);
    expect(meter.countsOf(tunnel).rekeys).toEqual({ ike: 0, child: 1 });
  });

  it('are not counted twice where an event tells less than what was seen before', () => {
    const meter = new TunnelMeter();
    seen(meter, ['a', 800]);
    meter.hear('child-updown', message({ a: child('a', 0) }));
    seen(meter, ['a', 900]);
    expect(carried(meter)).toEqual([900, 9, 1800, 9]);
  });

  it('go on in the next process', () => {
    const meter = new TunnelMeter();
    seen(meter, ['a', 800]);
    const next = new TunnelMeter(JSON.parse(JSON.stringify(meter.memory)));
    seen(next, ['a', 1000]);
    expect(carried(next)).toEqual([1000, 10, 2000, 10]);
  });

  it('tell how often it was established, and how often its IKE_SA was rekeyed', () => {
    const meter = new TunnelMeter();
    meter.hear('ike-updown', message({}, true));
    meter.hear('ike-updown', message({}));
    meter.hear('ike-updown', message({}, true));
    meter.hear(
      'ike-rekey',
      sectionOf({ [tunnel]: { old: { uniqueid: 1 }, new: { uniqueid: 2 } } }),
    );
    expect(meter.countsOf(tunnel)).toMatchObject({
      establishments: 2,
      rekeys: { ike: 1, child: 0 },
    });
  });

  it('tell each failure once, however many lines of an attempt are about it', () => {
    const meter = new TunnelMeter();
    const say = (text: string, reason?: 'peer-silent' | 'secret-mismatch'): void => {
      meter.hearLine({ tunnel, ikeId: '7', text, ...(reason && { reason }) });
    };
    say('initiating IKE_SA x[7] to 198.51.100.2');
    say('retransmit 1 of request with message ID 0');
    say('retransmit 2 of request with message ID 0', 'peer-silent');
    say('giving up after 4 retransmits', 'peer-silent');
    say('initiating IKE_SA x[7] to 198.51.100.2');
    say('retransmit 2 of request with message ID 0', 'peer-silent');
    say('tried 1 shared key, but MAC mismatched', 'secret-mismatch');
    expect(meter.countsOf(tunnel)).toMatchObject({
      retransmits: 3,
      failures: { 'peer-silent': 2, 'secret-mismatch': 1 },
    });
  });

  it('go with the tunnel', () => {
    const meter = new TunnelMeter();
    seen(meter, ['a', 800]);
    meter.forget(tunnel);
    expect(carried(meter)).toEqual([0, 0, 0, 0]);
    expect(meter.memory).toEqual({});
  });
});
