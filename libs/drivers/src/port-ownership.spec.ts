import { claimProblems, claimTable } from './claims.js';
import { withJoinedPorts } from './joined-ports.js';
import type { InterfaceName } from './names.js';
import type { LinkResource, PortResource, WantedResource } from './resource.js';

const ours = { contract: 'A'.repeat(26), workload: 'lan' };
const theirs = { contract: 'B'.repeat(26), workload: 'dmz' };

function port(master: string, owner = ours): PortResource {
  return { type: 'port', link: 'eth1' as InterfaceName, master: master as InterfaceName, owner };
}

function at(path: string, resource: LinkResource | PortResource): WantedResource {
  return { resource, path };
}

const vlan: LinkResource = {
  type: 'link',
  kind: 'vlan',
  name: 'eth1' as InterfaceName,
  owner: ours,
  master: null,
  up: true,
  ipv6: false,
  vlan: { id: 7, protocol: '802.1Q', parent: 'eth0' as InterfaceName },
};

describe('B22: one port, claimed twice', () => {
  it('by two contracts: the second is refused, and the first is named', () => {
    const held = claimTable([at('/first', port('br-dmz', theirs))]);
    expect(claimProblems([at('/second', port('br-lan'))], held)).toEqual([
      {
        code: 'port-claimed-twice',
        path: '/second',
        detail: `port 'eth1' is already claimed by workload 'dmz' of contract ${theirs.contract}`,
      },
    ]);
  });

  it('within one contract, for a bridge and a bond: the later place is refused', () => {
    const wanted = [at('/bridge', port('br-lan')), at('/bond', port('bo-up'))];
    expect(claimProblems(wanted)).toMatchObject([{ code: 'port-claimed-twice', path: '/bond' }]);
  });

  it('as a port and as an interface that another contract makes: refused', () => {
    const held = claimTable([at('/first', { ...vlan, owner: theirs })]);
    expect(claimProblems([at('/second', port('br-lan'))], held)).toMatchObject([
      { code: 'port-claimed-twice', path: '/second' },
    ]);
  });

  it('of a link that the contract makes: the membership becomes a field of it', () => {
    const joined = withJoinedPorts([at('/link', vlan), at('/wire', port('br-lan'))]);
    expect(joined).toEqual([at('/link', { ...vlan, master: 'br-lan' as InterfaceName })]);
    expect(claimProblems(joined)).toEqual([]);
  });

  it('of a link that the contract has made a port of another bridge: refused', () => {
    const attached = { ...vlan, master: 'br-dmz' as InterfaceName };
    const wanted = withJoinedPorts([at('/link', attached), at('/wire', port('br-lan'))]);
    expect(claimProblems(wanted)).toMatchObject([{ code: 'port-claimed-twice', path: '/wire' }]);
  });
});
