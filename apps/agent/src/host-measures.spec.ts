import type { HostState, ObservedLink } from '#drivers';
import { measureHost } from './host-measures.js';
import { readNetDev } from './net-dev.js';

const table = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     100       2    0    0    0     0          0         0      100       2    0    0    0     0       0          0
br-lan: 18446744073709551615 7 1 2 0 0 0 0 3000 9 0 4 0 0 0 0
`;

function host(...names: readonly string[]): HostState {
  const links = names.map((name) => {
    const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'lan' };
    const resource = { type: 'link', name, ...(name !== 'lo' && { owner }) };
    return { resource } as unknown as ObservedLink;
  });
  return { links, addresses: [], routes: [], fdb: [] };
}

describe('what a report tells of besides the state', () => {
  it('is what interfaces of contracts have counted, and of nobody else', () => {
    const { links } = measureHost(host('lo', 'br-lan', 'gone'), undefined, () => readNetDev(table));

    expect(links).toEqual({
      'br-lan': {
        receive: ['18446744073709551615', '7', '1', '2'],
        transmit: ['3000', '9', '0', '4'],
      },
    });
  });

  it('has no interfaces where there are too many for a report', () => {
    const many = host(...Array.from({ length: 10_001 }, (_, index) => `vx-${index}`));

    expect(measureHost(many, undefined, () => readNetDev(table))).not.toHaveProperty('links');
  });

  it('is what the process of the agent takes', () => {
    const { agent } = measureHost(host(), undefined, () => readNetDev(table));

    expect(agent?.residentBytes).toBeGreaterThan(1_000_000);
    expect(agent?.cpuSeconds).toBeGreaterThan(0);
    expect(Date.parse(agent?.startedAt ?? '')).toBeLessThanOrEqual(Date.now());
  });
});
