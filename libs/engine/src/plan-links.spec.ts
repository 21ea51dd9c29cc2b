import { linkIdentity, planChange, type InterfaceName, type IpAddress } from '#drivers';
import { address, bridge, flood, physical, route, vxlan, wantedAt } from '../test/resources.js';
import { bare, contract, dmz, lan, lineOf, linesOf, owner, planOf } from '../test/scene.js';
import { ModelHost } from './index.js';

describe('a bridge whose name was or will be that of a segment', () => {
  const former = vxlan('br-lan', 9, { owner });

  it('stands before the segments that are its ports', async () => {
    const segment = vxlan('vx-lan', 7, { owner, master: lan.name });
    expect(
      await linesOf({ host: [former, { ...segment, master: null }], wanted: [lan, segment] }),
    ).toEqual(['recreate link br-lan (bridge.stp, kind)', 'change link vx-lan (master)']);
  });

  it('frees the segments that were its ports', async () => {
    const segment = vxlan('vx-lan', 7, { owner, master: lan.name });
    const free = { ...segment, master: null };
    const lines = await linesOf({ host: [lan, segment], wanted: [former, free] });
    expect(lines).toEqual([expect.stringMatching(/^recreate link br-lan \(kind,/)]);
  });
});

describe('a segment that is made anew', () => {
  const before = vxlan('vx-lan', 7, { owner, master: lan.name });
  const after = vxlan('vx-lan', 8, { owner, master: lan.name });

  it('is a port of its bridge again, with its remotes and all that others hung on it', async () => {
    const lines = await linesOf({
      host: [
        lan,
        before,
        flood('vx-lan', '198.51.100.2', owner),
        flood('vx-lan', '198.51.100.3', owner),
        route('vx-lan', '198.18.0.0/15', '192.0.2.9'),
        address('vx-lan', '192.0.2.8/24'),
      ],
      wanted: [lan, after, flood('vx-lan', '198.51.100.3', owner)],
    });
    expect(lines).toEqual([
      'recreate link vx-lan (vxlan.vni)',
      'create address vx-lan 192.0.2.8/24',
      'create fdb vx-lan 00:00:00:00:00:00 198.51.100.3',
      'create route 254 198.18.0.0/15 0',
    ]);
  });

  it('comes back under the segments that travel over it, ours and others', async () => {
    const over = { underlay: 'vx-lan' as InterfaceName };
    const inner = vxlan('vx-in', 21, { owner, mtu: 1300, vxlan: over });
    const lines = await linesOf({
      host: [
        { ...before, master: null },
        inner,
        flood('vx-in', '198.51.100.2', owner),
        vxlan('vx-theirs', 22, { mtu: 1300, vxlan: over }),
        flood('vx-theirs', '198.51.100.9'),
        vxlan('vx-deep', 23, { mtu: 1200, vxlan: { underlay: 'vx-theirs' as InterfaceName } }),
      ],
      wanted: [{ ...after, master: null }, inner, flood('vx-in', '198.51.100.2', owner)],
    });
    expect(lines).toEqual([
      'recreate link vx-lan (vxlan.vni)',
      'recreate link vx-in (vxlan.underlay)',
      'create link vx-theirs',
      'create link vx-deep',
      'create fdb vx-in 00:00:00:00:00:00 198.51.100.2',
      'create fdb vx-theirs 00:00:00:00:00:00 198.51.100.9',
    ]);
  });

  it('does not take along a segment that this change moves to another underlay', async () => {
    const inner = vxlan('vx-in', 21, { owner, mtu: 1300, vxlan: { underlay: before.name } });
    const moved = vxlan('vx-in', 21, { owner, mtu: 1300 });
    const lines = await linesOf({
      host: [{ ...before, master: null }, inner],
      wanted: [{ ...after, master: null }, moved],
    });
    expect(lines).toEqual([
      'change link vx-in (vxlan.underlay)',
      'recreate link vx-lan (vxlan.vni)',
    ]);
  });

  it('is back with all that was on it when it could not be moved away from an underlay that goes', async () => {
    const inner = vxlan('vx-in', 21, { owner, mtu: 1300, vxlan: { underlay: before.name } });
    const remote = flood('vx-in', '198.51.100.2', owner);
    const lines = await linesOf({
      host: [
        { ...before, master: null },
        inner,
        remote,
        address('vx-in', '192.0.2.8/24'),
        route('vx-in', '198.18.0.0/15', '192.0.2.9'),
      ],
      wanted: [vxlan('vx-in', 21, { owner, mtu: 1300 }), remote],
    });
    expect(lines).toEqual(['change link vx-in (vxlan.underlay)', 'delete link vx-lan']);
  });
});

describe('what the kernel gives only once', () => {
  it('is given up by a segment that goes before a new one takes it', async () => {
    expect(
      await linesOf({ host: [vxlan('vx-a', 7, { owner })], wanted: [vxlan('vx-b', 7, { owner })] }),
    ).toEqual(['delete link vx-a', 'create link vx-b']);
  });

  it('can be swapped between two segments', async () => {
    const lines = await linesOf({
      host: [vxlan('vx-a', 1, { owner }), vxlan('vx-b', 2, { owner })],
      wanted: [
        vxlan('vx-a', 2, { owner }),
        vxlan('vx-b', 1, { owner }),
        flood('vx-a', '198.51.100.2', owner),
      ],
    });
    expect(lines).toEqual([
      'delete link vx-a',
      'delete link vx-b',
      'create link vx-a',
      'create link vx-b',
      'create fdb vx-a 00:00:00:00:00:00 198.51.100.2',
    ]);
  });

  it('can be passed on along a row of segments', async () => {
    const lines = await linesOf({
      host: [vxlan('vx-a', 1, { owner }), vxlan('vx-b', 2, { owner })],
      wanted: [vxlan('vx-a', 2, { owner }), vxlan('vx-b', 3, { owner })],
    });
    expect(lines).toContain('delete link vx-b');
    expect(lines.indexOf('delete link vx-b')).toBeLessThan(
      lines.indexOf('recreate link vx-a (vxlan.vni)'),
    );
  });
});

describe('objects of an unknown kind', () => {
  it('that carry the mark of the contract are made anew as what it wants', async () => {
    const unknown = physical('br-lan', { kernelKind: 'vxlan', owner });
    const plan = await planOf({ host: [unknown], wanted: [lan] });
    expect(plan.operations.map(lineOf)).toEqual(['recreate link br-lan (bridge.stp, ipv6, kind)']);
  });

  it('that carry no mark are nobody to us', async () => {
    const plan = await planOf({
      host: [physical('wg0', { kernelKind: 'wireguard' })],
      wanted: [lan],
    });
    expect(plan.operations.map(lineOf)).toEqual(['create link br-lan']);
  });
});

describe('an order that the author asks for', () => {
  it('is kept, where it can be', async () => {
    const state = await new ModelHost(bare).observe();
    const later = {
      resource: bridge('br-a', { owner }),
      path: '',
      after: [linkIdentity('br-z' as InterfaceName)],
    };
    const wanted = [later, ...wantedAt('', bridge('br-z', { owner }))];
    const plan = planChange({ contract, wanted, previous: [], state });
    expect(plan.ok && plan.value.operations.map(lineOf)).toEqual([
      'create link br-z',
      'create link br-a',
    ]);
  });

  it('is refused where it is a circle', async () => {
    const state = await new ModelHost(bare).observe();
    const wanted = [
      { resource: lan, path: '/0', after: [linkIdentity(dmz.name)] },
      { resource: dmz, path: '/1', after: [linkIdentity(lan.name)] },
    ];
    expect(planChange({ contract, wanted, previous: [], state })).toEqual({
      ok: false,
      problems: [
        {
          code: 'dependency-cycle',
          path: '',
          detail: 'these objects wait for each other: link br-dmz, link br-lan',
        },
      ],
    });
  });
});

describe('a segment over a bridge of the same contract', () => {
  it('comes after the bridge and goes before it', async () => {
    const segment = vxlan('vx-lan', 7, {
      owner,
      vxlan: { underlay: lan.name, local: '203.0.113.1' as IpAddress },
    });
    const wanted = [segment, address('br-lan', '203.0.113.1/24', owner), lan];
    expect(await linesOf({ wanted })).toEqual([
      'create link br-lan',
      'create link vx-lan',
      'create address br-lan 203.0.113.1/24',
    ]);
    expect(await linesOf({ host: [lan, segment], wanted: [] })).toEqual([
      'delete link vx-lan',
      'delete link br-lan',
    ]);
  });
});

describe('links that go together', () => {
  it('go before what they stand on and before the bridge of which they are ports', async () => {
    const segment = vxlan('vx-lan', 7, { owner, master: lan.name });
    const inner = vxlan('a-inner', 8, {
      owner,
      mtu: 1300,
      vxlan: { underlay: 'vx-lan' as InterfaceName },
    });
    expect(await linesOf({ host: [lan, segment, inner], wanted: [] })).toEqual([
      'delete link a-inner',
      'delete link vx-lan',
      'delete link br-lan',
    ]);
  });
});
