import { jest } from '@jest/globals';
import { ipsecChildren, ipsecName, type IpAddress, type IpsecResource } from '#drivers';
import type { IkeAssociation } from './associations.js';
import { RekeyProbe } from './rekey-probe.js';
import { unknownConnection } from './unknown-connection.js';
import { watchedTunnel, type WatchedTunnel } from './watched-tunnel.js';

function tunnel(workload: string, parts: Partial<IpsecResource> = {}): IpsecResource {
  const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload };
  return {
    ...unknownConnection(ipsecName(owner), owner),
    localAddress: '198.51.100.1' as IpAddress,
    children: ipsecChildren([{ name: 'net', local: ['10.1.0.0/24'], remote: ['10.2.0.0/24'] }]),
    initiates: true,
    rekeyProbe: true,
    ...parts,
  };
}

function standing(spiIn: string, group = '', uniqueId = '1'): IkeAssociation {
  const child = { name: 'net', state: 'INSTALLED', uniqueId: `child-${spiIn}`, spiIn, group };
  return { uniqueId, state: 'ESTABLISHED', children: [child] } as unknown as IkeAssociation;
}

describe('asking for new keys once a tunnel stands', () => {
  const settling = 1_000;
  const found = new Map<string, readonly IkeAssociation[]>();
  let asked: string[] = [];
  let probe: RekeyProbe;

  beforeEach(() => {
    jest.useFakeTimers();
    found.clear();
    asked = [];
    probe = new RekeyProbe(
      (name) => found.get(name) ?? [],
      (child) => Promise.resolve(asked.push(child)),
      settling,
    );
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function seen(entry: WatchedTunnel, ...associations: readonly IkeAssociation[]): void {
    found.set(entry.tunnel.name, associations);
    probe.consider(entry);
    jest.advanceTimersByTime(settling);
  }

  it('is done once for the same SAs, however often they are looked at', () => {
    const entry = watchedTunnel(tunnel('wan'), {});
    seen(entry, standing('1'));
    seen(entry, standing('1'));
    expect(asked).toEqual(['child-1']);
  });

  it('is not done anew where the peer has agreed once by these settings', () => {
    const entry = watchedTunnel(tunnel('wan'), {});
    seen(entry, standing('1'));
    seen(entry, standing('2', 'ECP_384'));
    seen(entry, standing('3'));
    expect(asked).toEqual(['child-1']);
  });

  it('is done anew where other SAs stand and nobody has agreed yet', () => {
    const entry = watchedTunnel(tunnel('wan'), {});
    seen(entry, standing('1'));
    seen(entry, standing('2'));
    expect(asked).toEqual(['child-1', 'child-2']);
  });

  it.each([
    ['where the SAs that stand show their group', [standing('1', 'ECP_384')], {}, []],
    ['where the contract says so', [standing('1')], { rekeyProbe: false }, []],
    ['by the end that does not begin', [standing('1')], { initiates: false }, []],
    ['before the tunnel stands', [], {}, []],
    ['while former settings carry packets', [standing('1'), standing('2', '', '2')], {}, ['1']],
  ] as const)('is not done %s', (_, associations, parts, former) => {
    seen(watchedTunnel(tunnel('wan', parts), { former }), ...associations);
    expect(asked).toEqual([]);
  });

  it('waits until a crowd has come up', async () => {
    const calm = Promise.withResolvers<undefined>();
    const work = probe.without(() => calm.promise);
    seen(watchedTunnel(tunnel('wan'), {}), standing('1'));
    jest.advanceTimersByTime(10 * settling);
    expect(asked).toEqual([]);
    calm.resolve(undefined);
    await work;
    jest.advanceTimersByTime(settling);
    expect(asked).toEqual(['child-1']);
  });

  it('is done for a few of a crowd at a time', () => {
    for (let place = 0; place < 20; place += 1) {
      const entry = watchedTunnel(tunnel(`wan-${place}`), {});
      found.set(entry.tunnel.name, [standing(`${place}`)]);
      probe.consider(entry);
    }
    jest.advanceTimersByTime(settling);
    expect(asked).toHaveLength(8);
    probe.leave(tunnel('wan-0').name);
    expect(asked).toHaveLength(9);
    jest.advanceTimersByTime(2 * settling);
    expect(asked).toHaveLength(20);
  });

  it('is not done for a tunnel that is of no interest any more', () => {
    const entry = watchedTunnel(tunnel('wan'), {});
    found.set(entry.tunnel.name, [standing('1')]);
    probe.consider(entry);
    probe.forget(entry.tunnel.name);
    jest.advanceTimersByTime(10 * settling);
    expect(asked).toEqual([]);
  });
});
