import { planChange, type InterfaceName, type Resource } from '#drivers';
import { physical, vxlan, wantedAt } from '../test/resources.js';
import { bare, contract, dmz, lan, owner, stranger } from '../test/scene.js';
import { carryOut, ModelHost, type Change } from './index.js';

const at = '/workloads/0/data/members/0';
const segment = vxlan('vx-lan', 7, { owner });
const over = (link: string): { readonly underlay: InterfaceName } => ({
  underlay: link as InterfaceName,
});
const onLan = vxlan('vx-theirs', 21, { mtu: 1300, vxlan: over('br-lan') });
const macvlanOn = (lower: string): Resource =>
  physical('mac0', { kernelKind: 'macvlan', lower: lower as InterfaceName });

async function problemsOf(
  standing: readonly Resource[],
  wanted: readonly Resource[],
): Promise<readonly string[]> {
  const state = await new ModelHost([...bare, ...standing]).observe();
  const plan = planChange({ contract, wanted: wantedAt(at, ...wanted), previous: [], state });
  return plan.ok ? [] : plan.problems.map(({ code, path, detail }) => `${code} ${path} ${detail}`);
}

describe('a change that would take away what others have put on a link of the contract', () => {
  it.each<[string, readonly Resource[], readonly Resource[], string, string]>([
    ['a segment of nobody', [lan, onLan], [], '/workloads', 'vx-theirs'],
    [
      'a segment of another contract',
      [lan, { ...onLan, owner: stranger }],
      [dmz],
      '/workloads',
      'vx-theirs',
    ],
    ['a link of a kind that we do not make', [lan, macvlanOn('br-lan')], [], '/workloads', 'mac0'],
    [
      'such a link, where what is below is made anew',
      [segment, macvlanOn('vx-lan')],
      [vxlan('vx-lan', 8, { owner })],
      at,
      'mac0',
    ],
    [
      'a link two levels up',
      [lan, vxlan('vx-mid', 9, { owner, vxlan: over('br-lan') }), macvlanOn('vx-mid')],
      [],
      '/workloads',
      'mac0',
    ],
  ])('is refused: %s', async (_what, standing, wanted, path, rider) => {
    expect(await problemsOf(standing, wanted)).toEqual([
      expect.stringMatching(new RegExp(`^link-carries-others ${path} .*'${rider}'`)),
    ]);
  });

  it.each<[string, readonly Resource[], readonly Resource[]]>([
    ['the link below stays', [lan, onLan], [{ ...lan, mtu: 1400 }]],
    ['what is on top is its own', [lan, { ...onLan, owner }], []],
    [
      'a segment of others comes back with what is below',
      [segment, vxlan('vx-theirs', 21, { mtu: 1300, vxlan: over('vx-lan') })],
      [vxlan('vx-lan', 8, { owner })],
    ],
    ['others stand on the uplink', [lan, macvlanOn('eth0')], []],
  ])('but is taken where %s', async (_what, standing, wanted) => {
    expect(await problemsOf(standing, wanted)).toEqual([]);
  });
});

describe('the way back', () => {
  it('leaves a link that others have come to stand on, takes back the rest, and says so', async () => {
    const host = new ModelHost(bare);
    const change: Change = { contract, wanted: wantedAt(at, lan, dmz, segment), previous: [] };
    let count = 0;
    host.fault = ({ identity }) => {
      count += 1;
      if (count === 3) host.place(onLan);
      return identity === 'link vx-lan' ? 'ENOMEM' : undefined;
    };

    const outcome = await carryOut(host, change, await host.observe());

    expect(outcome).toMatchObject({
      state: 'stuck',
      residue: [{ identity: 'link br-lan', detail: 'link br-lan is still there' }],
    });
    const names = outcome.observed.links.map(({ resource }) => resource.name);
    expect(names).toEqual(['br-lan', 'eth0', 'eth1', 'vx-theirs']);
  });
});
