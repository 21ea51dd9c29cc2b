import type { InterfaceName } from './names.js';
import type { LinkResource, WantedResource } from './resource.js';
import { depthProblems } from './stack-depth.js';

const named = (name: string): InterfaceName => name as InterfaceName;
const fields = { type: 'link', up: true, ipv6: false } as const;

/** So many VLANs over each other, over eth1, the topmost of them in a bridge. */
function stack(vlans: number): readonly WantedResource[] {
  const links = Array.from({ length: vlans }, (_, index): LinkResource => {
    const parent = named(index === 0 ? 'eth1' : `vl-${index}`);
    const master = index === vlans - 1 ? named('br-lan') : null;
    const vlan = { id: index + 1, protocol: '802.1Q', parent } as const;
    return { ...fields, kind: 'vlan', name: named(`vl-${index + 1}`), master, vlan };
  });
  const bridge: LinkResource = {
    ...fields,
    kind: 'bridge',
    name: named('br-lan'),
    bridge: { stp: false },
  };
  return [bridge, ...links].map((resource) => ({ resource, path: `/${resource.name}` }));
}

describe('a stack of links', () => {
  it('of eight is taken, the interface of the host counted', () => {
    expect(depthProblems(stack(6))).toEqual([]);
  });

  it('of nine is refused, at the first that is too high', () => {
    expect(depthProblems(stack(7))).toMatchObject([{ code: 'stack-too-deep', path: '/br-lan' }]);
    expect(depthProblems(stack(9))).toMatchObject([{ code: 'stack-too-deep', path: '/vl-8' }]);
  });

  it('that ends in itself is left to the rule for circles', () => {
    const [bridge, vlan] = stack(1);
    if (bridge === undefined || vlan === undefined) throw new Error('no stack');
    const resource = { ...vlan.resource, vlan: { id: 1, protocol: '802.1Q', parent: 'br-lan' } };
    expect(depthProblems([bridge, { ...vlan, resource } as WantedResource])).toEqual([]);
  });
});
