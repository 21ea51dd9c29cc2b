import { ModelHost } from '#engine';
import type { HostState, InterfaceName } from '#drivers';
import { stateDigestOf } from './host-report.js';

const eth0 = {
  type: 'link',
  kind: 'other',
  kernelKind: '',
  name: 'eth0' as InterfaceName,
  mtu: 1500,
  master: null,
  up: true,
  ipv6: true,
} as const;

const stateOf = (...links: readonly (typeof eth0)[]): Promise<HostState> =>
  new ModelHost(links).observe();
const shape = /^sha256:[0-9a-f]{64}$/;

describe('the digest of a reading', () => {
  it('is the same for readings that say the same', async () => {
    const digest = stateDigestOf(await stateOf(eth0));

    expect(digest).toMatch(shape);
    expect(stateDigestOf(await stateOf(eth0))).toBe(digest);
  });

  it.each<readonly [string, (state: HostState) => HostState]>([
    [
      'a field',
      ({ links, ...rest }) => ({
        ...rest,
        links: links.map((link) => ({ ...link, carrier: false })),
      }),
    ],
    ['an entry less', (state) => ({ ...state, links: [] })],
    [
      'the same entry in another table',
      ({ links, ...rest }) => ({ ...rest, links: [], fdb: links as never }),
    ],
  ])('differs with %s', async (_what, change) => {
    const state = await stateOf(eth0);

    expect(stateDigestOf(change(state))).not.toBe(stateDigestOf(state));
  });
});
