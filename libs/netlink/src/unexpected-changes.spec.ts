import type { HostState, ObservedLink, Resource } from '#drivers';
import { create, remove } from '../test/operations.js';
import { addressOn, bridgeLink, flood, name, vxlanLink } from '../test/sample-resources.js';
import { hasUnexpectedChange } from './unexpected-changes.js';

/** States of one test share the objects that are in both. */
function stateOf(...resources: readonly Resource[]): HostState {
  return {
    links: resources.flatMap((resource) =>
      resource.type === 'link' ? (observed.get(resource) ?? observe(resource)) : [],
    ),
    addresses: resources.filter((resource) => resource.type === 'address'),
    routes: [],
    fdb: resources.filter((resource) => resource.type === 'fdb'),
  };
}
const observed = new Map<Resource, ObservedLink>();
function observe(resource: Resource & { readonly type: 'link' }): ObservedLink {
  const link: ObservedLink = {
    resource: { ...resource, mtu: resource.mtu ?? 1500, master: resource.master ?? null },
    index: observed.size + 1,
    operStatus: 'up',
    carrier: true,
  };
  observed.set(resource, link);
  return link;
}

const [br0, br1] = [bridgeLink('br0'), bridgeLink('br1')];
const vx0 = vxlanLink('vx0', {}, { master: name('br0') });
const underlayAddress = addressOn('up0', '192.0.2.1/24');
const before = stateOf(br0, br1, underlayAddress);

describe('what changed while we wrote', () => {
  it.each([
    ['what was asked for', stateOf(br0, br1, vx0, underlayAddress), false],
    ['nothing', before, false],
    ['the master too', stateOf(bridgeLink('br0'), br1, vx0, underlayAddress), false],
    [
      'what stands on it too',
      stateOf(br0, br1, vx0, underlayAddress, flood('vx0', '198.51.100.2')),
      false,
    ],
    ['another link too', stateOf(br0, bridgeLink('br1'), vx0, underlayAddress), true],
    ['that another link went', stateOf(br0, vx0, underlayAddress), true],
    ['that the address of its underlay went', stateOf(br0, br1, vx0), true],
  ])('is expected or not: %s', (_what, after, isUnexpected) => {
    expect(hasUnexpectedChange(before, after, [create(vx0)])).toBe(isUnexpected);
  });

  it('is expected where we took a link away', () => {
    expect(hasUnexpectedChange(before, stateOf(br0, underlayAddress), [remove(br1)])).toBe(false);
  });
});
