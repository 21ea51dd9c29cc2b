import { digestOf, parseEnvelope, publicKeyOf, sealSecret } from '#contract';
import { TestController } from '../../test/test-controller.js';

describe('I4: a contract with a shared secret', () => {
  const secret = Buffer.from('planted-secret-0123456789-abcdefghijklmnop');
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
  });

  afterEach(async () => {
    await controller.close();
  });

  it('is served with the secret sealed, and changes nothing when what was served is handed in again', async () => {
    const { site } = controller;
    const members = [site.keys.hostA, site.keys.hostB].map((key, place) => ({
      node: ['host-a', 'host-b'][place],
      underlay: 'eth0',
      subnets: [`10.${place + 1}.0.0/24`],
      secret: sealSecret(secret, publicKeyOf(key)),
    }));
    const data = { mode: 'policy', auth: 'psk', secretDigest: digestOf(secret), members };
    const workloads = [{ name: 'wan', type: 'ipsec', version: 1, data }];
    const contract = site.contract({ workloads });
    const first = await controller.submit(await site.sign(contract));
    expect(first).toMatchObject({ status: 202, body: { state: 'approved' } });

    const address = `/contracts/${String(contract.contractId)}`;
    const served = await controller.get(`${address}/envelope`);
    const view = await controller.get(address);
    for (const { text } of [first, served, view]) expect(text).not.toContain('planted');

    const envelope = parseEnvelope(new TextEncoder().encode(served.text), 'contract');
    if (!envelope.ok) throw new Error('what was served is no envelope');
    const again = await controller.submit(envelope.value);
    expect(again).toMatchObject({ status: 202, body: { generation: first.body.generation } });
    expect(again.body.operation).toBeUndefined();
    expect((await controller.get(address)).headers['etag']).toBe(view.headers['etag']);
  });
});
