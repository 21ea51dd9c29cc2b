import { identityOf, type Identity, type Owner, type Resource, type Target } from '#drivers';
import { bridge, physical, vxlan } from '../test/resources.js';
import { ModelHost, observedDigest } from './index.js';

const owner: Owner = { contract: 'A'.repeat(26), workload: 'lan' };
const lan = bridge('br-lan', { owner });
const segment = vxlan('vx-lan', 7, { owner });

function targetOf(...resources: readonly Resource[]): Target {
  return new Map(resources.map((resource) => [identityOf(resource), resource]));
}

async function digestOn(target: Target, ...host: readonly Resource[]): Promise<object> {
  return observedDigest(target, await new ModelHost([physical('eth0'), ...host]).observe());
}

describe('the digest of what was observed', () => {
  it('covers what the target names and nothing else of the host', async () => {
    const digest = await digestOn(targetOf(lan), lan);
    expect(digest).toMatchObject({
      objects: 1,
      stateDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(await digestOn(targetOf(lan), lan, physical('eth9'))).toEqual(digest);
  });

  it('does not depend on the order of the target', async () => {
    const one = await digestOn(targetOf(lan, segment), lan, segment);
    expect(await digestOn(targetOf(segment, lan), lan, segment)).toEqual(one);
  });

  it('differs with every field that the host shows', async () => {
    const one = await digestOn(targetOf(lan), lan);
    expect(await digestOn(targetOf(lan), { ...lan, mtu: 1400 })).not.toEqual(one);
  });

  it('counts what stands, not what shall be gone', async () => {
    const gone: Target = new Map([...targetOf(lan), ['link br-old' as Identity, null]]);
    expect(await digestOn(gone)).toMatchObject({ objects: 0 });
  });
});
