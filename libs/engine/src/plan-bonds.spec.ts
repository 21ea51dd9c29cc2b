import { indexHost, planChange, type BondLink, type InterfaceName } from '#drivers';
import { address, physical, port, vlan, wantedAt } from '../test/resources.js';
import { contract, dmz, lan, linesOf, owner } from '../test/scene.js';
import { ModelHost } from './index.js';

const name = 'bo-up' as InterfaceName;

function bond(options: Partial<BondLink['bond']> = {}): BondLink {
  return {
    type: 'link',
    kind: 'bond',
    name,
    owner,
    master: null,
    up: true,
    ipv6: false,
    bond: { mode: 'active-backup', miimon: 100, upDelay: 0, downDelay: 0, minLinks: 0, ...options },
  };
}

const member = port('eth1', name, owner);
const standing = [bond(), port('eth1', name)];

describe('a bond', () => {
  it('is made before its links join it', async () => {
    expect(await linesOf({ wanted: [member, bond()] })).toEqual([
      'create link bo-up',
      'create port eth1',
    ]);
  });

  it('loses its links before it goes', async () => {
    expect(await linesOf({ host: standing, previous: [bond(), member], wanted: [] })).toEqual([
      'delete port eth1',
      'delete link bo-up',
    ]);
  });

  it('of another mode is made anew, and has its links and what stood on it', async () => {
    const tagged = vlan('vl-ten', 10, { owner, vlan: { parent: name } });
    const near = address(name, '192.0.2.1/24', owner);
    const versions = { previous: [bond(), member, tagged, near] };
    const wanted = [bond({ mode: '802.3ad' }), member, tagged, near];
    expect(await linesOf({ host: [...standing, tagged, near], ...versions, wanted })).toEqual([
      'recreate link bo-up (bond.mode)',
      'recreate link vl-ten (vlan.parent)',
      'create port eth1',
      'create address bo-up 192.0.2.1/24',
    ]);
  });

  it('takes an interface that leaves a bridge', async () => {
    const host = [lan, bond(), port('eth1', 'br-lan')];
    const previous = [lan, bond(), port('eth1', 'br-lan', owner)];
    expect(await linesOf({ host, previous, wanted: [lan, bond(), member] })).toEqual([
      'change port eth1 (master)',
    ]);
  });

  it('is a port of a bridge', async () => {
    const inLan = { ...bond(), master: dmz.name };
    expect(await linesOf({ wanted: [inLan, dmz, member] })).toEqual([
      'create link br-dmz',
      'create link bo-up',
      'create port eth1',
    ]);
  });

  it('that is larger than its links is planned: they follow it', async () => {
    const state = await new ModelHost([physical('eth1')]).observe();
    const wanted = wantedAt('', { ...bond(), mtu: 9000 }, member);
    expect(planChange({ contract, wanted, previous: [], state }).ok).toBe(true);
    expect(indexHost(state).portsOf(name)).toEqual([]);
  });
});
