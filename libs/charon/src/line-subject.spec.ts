import { ipsecName, type IpAddress, type IpsecResource } from '#drivers';
import { sectionOf } from '#vici';
import { LineSubjects } from './line-subject.js';
import { unknownConnection } from './unknown-connection.js';
import { watchedTunnel, type WatchedTunnel } from './watched-tunnel.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'wan' };
const tunnel: IpsecResource = {
  ...unknownConnection(ipsecName(owner), owner),
  remoteAddress: '198.51.100.2' as IpAddress,
  remoteId: 'host-b',
};
const begins = '198.51.100.2 is initiating an IKE_SA';
const said = (id: string): ReturnType<typeof sectionOf> => sectionOf({ 'ikesa-uniqueid': id });

function subjects(...watched: readonly WatchedTunnel[]): LineSubjects {
  return new LineSubjects(new Map(watched.map((entry) => [entry.tunnel.name, entry])));
}

describe('the tunnel that a line is about', () => {
  const watched = watchedTunnel(tunnel, {});

  it('is found by where packets come from, and then by the number', () => {
    const known = subjects(watched);
    expect(known.of(said('7'), begins)).toBe(watched);
    expect(known.of(said('7'), 'no acceptable proposal found')).toBe(watched);
    expect(known.of(said('8'), 'no acceptable proposal found')).toBeUndefined();
  });

  it('may not be watched yet when its peer begins', () => {
    const known = subjects();
    expect(known.hasBegun(tunnel)).toBe(false);
    known.of(said('7'), begins);
    expect(known.hasBegun(tunnel)).toBe(true);
  });

  it('is not waited for when its peer was turned away', () => {
    const known = subjects();
    known.of(said('7'), begins);
    known.of(
      said('7'),
      'no IKE config found for 198.51.100.1...198.51.100.2, sending NO_PROPOSAL_CHOSEN',
    );
    expect(known.hasBegun(tunnel)).toBe(false);
  });
});
