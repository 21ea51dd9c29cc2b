import { qosMap, type InterfaceName } from '#drivers';
import { address, physical, route, vlan } from '../test/resources.js';
import { lan, linesOf, owner, planOf } from '../test/scene.js';

const over = (parent: string): { readonly parent: InterfaceName } => ({
  parent: parent as InterfaceName,
});

const outer = vlan('vl-s', 200, { owner, vlan: { protocol: '802.1ad' } });
const inner = vlan('vl-c', 10, { owner, vlan: over('vl-s') });
const inmost = vlan('vl-x', 20, { owner, vlan: over('vl-c') });

describe('a stack of VLANs', () => {
  it('is made from below, in whatever order it was written, and goes from above', async () => {
    const lines = ['create link vl-s', 'create link vl-c', 'create link vl-x'];
    expect(await linesOf({ wanted: [inmost, inner, outer] })).toEqual(lines);
    expect(await linesOf({ wanted: [outer, inner, inmost] })).toEqual(lines);
    expect(await linesOf({ host: [outer, inner, inmost], wanted: [] })).toEqual([
      'delete link vl-x',
      'delete link vl-c',
      'delete link vl-s',
    ]);
  });

  it('comes back with all that hung on it, ours and others, when its lowest tag changes', async () => {
    const lines = await linesOf({
      host: [
        outer,
        inner,
        address('vl-c', '192.0.2.1/24', owner),
        address('vl-c', '203.0.113.9/24'),
        route('vl-c', '198.18.0.0/15', '192.0.2.9'),
        vlan('vl-theirs', 30, { vlan: over('vl-s') }),
      ],
      wanted: [vlan('vl-s', 200, { owner }), inner, address('vl-c', '192.0.2.1/24', owner)],
    });
    expect(lines).toEqual([
      'recreate link vl-s (vlan.protocol)',
      'recreate link vl-c (vlan.parent)',
      'create link vl-theirs',
      'create address vl-c 192.0.2.1/24',
      'create address vl-c 203.0.113.9/24',
      'create route 254 198.18.0.0/15 0',
    ]);
  });

  it('loses one of its middle without touching what is below', async () => {
    expect(await linesOf({ host: [outer, inner], wanted: [outer] })).toEqual(['delete link vl-c']);
  });
});

describe('a VLAN', () => {
  const plain = vlan('vl-a', 101, { owner });

  it.each([
    ['id', vlan('vl-a', 102, { owner }), 'vlan.id'],
    ['protocol', vlan('vl-a', 101, { owner, vlan: { protocol: '802.1ad' } }), 'vlan.protocol'],
    ['parent', vlan('vl-a', 101, { owner, vlan: over('eth0') }), 'vlan.parent'],
  ])('is made anew for another %s', async (_, wanted, field) => {
    expect(await linesOf({ host: [plain], wanted: [wanted] })).toEqual([
      `recreate link vl-a (${field})`,
    ]);
  });

  it.each([
    ['reorderHeader', { reorderHeader: false }],
    ['looseBinding', { looseBinding: true }],
    ['gvrp', { gvrp: true }],
    ['mvrp', { mvrp: true }],
    ['ingressQos', { ingressQos: qosMap([[1, 2]]) }],
    ['egressQos', { egressQos: qosMap([[1, 2]]) }],
  ])('changes its %s in place', async (field, options) => {
    const wanted = vlan('vl-a', 101, { owner, vlan: options });
    expect(await linesOf({ host: [plain], wanted: [wanted] })).toEqual([
      `change link vl-a (vlan.${field})`,
    ]);
  });

  it('keeps what the contract does not mention, also when it is made anew', async () => {
    const host = [vlan('vl-a', 101, { owner, vlan: { gvrp: true, egressQos: qosMap([[1, 2]]) } })];
    expect((await planOf({ host, wanted: [plain] })).operations).toEqual([]);

    const { operations } = await planOf({ host, wanted: [vlan('vl-a', 102, { owner })] });
    expect(operations).toMatchObject([
      { action: 'recreate', after: { vlan: { id: 102, gvrp: true, egressQos: '1:2' } } },
    ]);
  });

  it('is a port of its bridge again after it was made anew', async () => {
    const ported = { ...plain, master: lan.name };
    const lines = await linesOf({
      host: [lan, ported],
      wanted: [lan, { ...ported, vlan: { ...plain.vlan, id: 102 } }],
    });
    expect(lines).toEqual(['recreate link vl-a (vlan.id)']);
  });

  it('swaps its id with another one', async () => {
    const lines = await linesOf({
      host: [plain, vlan('vl-b', 102, { owner })],
      wanted: [vlan('vl-a', 102, { owner }), vlan('vl-b', 101, { owner })],
    });
    expect(lines).toEqual([
      'delete link vl-a',
      'delete link vl-b',
      'create link vl-a',
      'create link vl-b',
    ]);
  });

  it('takes the id of the very VLAN that it stood on', async () => {
    const lines = await linesOf({
      host: [
        plain,
        vlan('vl-b', 7, { owner, vlan: over('vl-a') }),
        vlan('vl-d', 8, { owner, vlan: over('vl-b') }),
      ],
      wanted: [vlan('vl-a', 102, { owner }), vlan('vl-d', 101, { owner })],
    });
    expect(lines).toEqual([
      'delete link vl-d',
      'delete link vl-b',
      'delete link vl-a',
      'create link vl-a',
      'create link vl-d',
    ]);
  });

  it('takes the place of the port that its parent was', async () => {
    const lines = await linesOf({
      host: [lan, physical('eth1', { master: lan.name })],
      wanted: [plain],
    });
    expect(lines).toEqual(['create link vl-a', 'delete link br-lan']);
  });
});
