import { planChange, type Capabilities, type VlanTable } from '#drivers';
import { bare, contract, lan, owner, changeIn } from '../test/scene.js';
import { physical, port, vlan } from '../test/resources.js';
import { carryOut, ModelHost } from './index.js';

function hostWith(capabilities?: Capabilities): ModelHost {
  const host = new ModelHost([...bare, physical('eth2')]);
  host.capabilities = capabilities;
  return host;
}

const tagged = {
  ...port('eth2', 'br-lan', owner),
  port: { vlans: '7 pvid untagged' as VlanTable },
};
const filtering = { ...lan, bridge: { stp: false, vlanFiltering: true } };
const change = changeIn({ wanted: [filtering, tagged] });

describe('a host whose kernel lacks something', () => {
  it('refuses what needs it before anything is touched', async () => {
    const host = hostWith({ 'link:bridge': true, 'bridge:vlan-filtering': false });

    const outcome = await carryOut(host, change, await host.observe());

    expect(outcome).toMatchObject({
      state: 'refused',
      problems: [{ code: 'capability-missing' }, { code: 'capability-missing' }],
    });
    expect(host.writes).toBe(0);
  });

  it('carries out the rest', async () => {
    const host = hostWith({ 'bridge:vlan-filtering': false });
    const plain = changeIn({ wanted: [lan, port('eth2', 'br-lan', owner)] });

    expect(await carryOut(host, plain, await host.observe())).toMatchObject({ state: 'applied' });
  });

  it.each([
    ['that is known to have it', { 'link:bridge': true, 'bridge:vlan-filtering': true }],
    ['of which nothing is known', undefined],
  ])('is not one %s', async (_, capabilities) => {
    const host = hostWith(capabilities);

    expect(await carryOut(host, change, await host.observe())).toMatchObject({ state: 'applied' });
  });

  it('can still be rid of what stands', async () => {
    const host = hostWith({ 'link:vlan': false });
    host.place(vlan('vl-lan', 7, { owner }));
    const state = await host.observe();

    expect(planChange({ contract, wanted: [], previous: [], state })).toMatchObject({ ok: true });
  });

  it('fails in the model as in the kernel where nobody asked before', async () => {
    const host = hostWith();
    const plan = planChange({
      ...changeIn({ wanted: [vlan('vl-lan', 7, { owner })] }),
      state: await host.observe(),
    });
    host.capabilities = { 'link:vlan': false };

    const [outcome] = plan.ok ? await host.apply(plan.value.operations) : [];

    expect(outcome?.failure?.errno).toBe('EOPNOTSUPP');
  });
});
