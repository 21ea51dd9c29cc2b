import { ipsecChildren, ipsecName, type IpAddress, type IpsecResource } from '#drivers';
import type { IkeAssociation } from './associations.js';
import { superfluous } from './superfluous.js';
import { unknownConnection } from './unknown-connection.js';
import { watchedTunnel } from './watched-tunnel.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'wan' };
const [local, remote] = [['10.1.0.0/24'], ['10.2.0.0/24']];

function tunnel(initiates = true): IpsecResource {
  return {
    ...unknownConnection(ipsecName(owner), owner),
    localAddress: '198.51.100.1' as IpAddress,
    remoteAddress: '198.51.100.2' as IpAddress,
    children: ipsecChildren([{ name: 'net', local, remote }]),
    initiates,
  };
}

function association(uniqueId: string, networks = remote): IkeAssociation {
  const child = { name: 'net', state: 'INSTALLED', local, remote: networks };
  return { uniqueId, state: 'ESTABLISHED', children: [child] } as unknown as IkeAssociation;
}

describe('what stands beside what is asked for', () => {
  const numbersOf = (found: readonly IkeAssociation[]): readonly string[] =>
    found.map(({ uniqueId }) => uniqueId);

  it('former settings last until the new ones stand', () => {
    const watched = watchedTunnel(tunnel(), { former: ['1'] });
    const now = performance.now();
    expect(superfluous(watched, [association('1')], now)).toEqual([]);
    const both = [association('1'), association('2')];
    expect(numbersOf(superfluous(watched, both, now))).toEqual(['1']);
  });

  it('the end that did not begin leaves it to the other one for a while', () => {
    const watched = watchedTunnel(tunnel(false), { former: ['1'] });
    const both = [association('1'), association('2')];
    const now = performance.now();
    expect(superfluous(watched, both, now)).toEqual([]);
    expect(numbersOf(superfluous(watched, both, now + 2_500))).toEqual(['1']);
  });

  it('former settings end after half a minute, whatever became of the new ones', () => {
    const watched = watchedTunnel(tunnel(), { former: ['1'] });
    const late = performance.now() + 31_000;
    expect(numbersOf(superfluous(watched, [association('1')], late))).toEqual(['1']);
  });

  it('new ones with fewer networks than asked for are tried again while the former ones last', () => {
    const watched = watchedTunnel(tunnel(), { former: ['1'] });
    const narrowed = [association('1'), association('2', ['10.2.0.0/25'])];
    expect(numbersOf(superfluous(watched, narrowed, performance.now()))).toEqual(['2']);
  });

  it('of two of the same the older one goes when both have lasted', () => {
    const watched = watchedTunnel(tunnel(), { former: [] });
    const two = [association('10'), association('9')];
    const now = performance.now();
    expect(superfluous(watched, two, now)).toEqual([]);
    expect(numbersOf(superfluous(watched, two, now + 11_000))).toEqual(['9']);
  });

  it('what an end that waits has begun in its need goes when the peer was quicker', () => {
    const attempt = { ...association('2'), state: 'CONNECTING', initiates: true, children: [] };
    const both = [association('1'), attempt];
    const watched = watchedTunnel(tunnel(false), { isCutOff: true });
    const now = performance.now();
    expect(superfluous(watched, [attempt], now)).toEqual([]);
    expect(numbersOf(superfluous(watched, both, now))).toEqual(['2']);
    expect(superfluous(watchedTunnel(tunnel(false), {}), both, now)).toEqual([]);
  });

  it('what stands alone stays', () => {
    const watched = watchedTunnel(tunnel(), { former: [] });
    expect(superfluous(watched, [association('1')], performance.now() + 60_000)).toEqual([]);
  });
});
