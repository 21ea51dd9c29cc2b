import { TestController } from '../../test/test-controller.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';

describe('from submission to status', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
  });

  afterEach(async () => {
    await controller.close();
  });

  it('rolls a contract out to its hosts once both have signed, and knows when it is done', async () => {
    const { site } = controller;
    const { keys } = site;
    await join(controller, 'host-a', keys.hostA);
    await join(controller, 'host-b', keys.hostB);
    const contract = site.contract();
    const address = `/contracts/${String(contract.contractId)}`;

    const submitted = await controller.submit(await site.sign(contract, [keys.alice]));
    expect(submitted).toMatchObject({
      status: 202,
      body: {
        state: 'signing',
        signatures: [{ principal: 'alice' }],
        missing: [{ principal: 'bob', weight: 1, required: true }],
      },
    });

    const bobs = (await site.sign(contract, [keys.bob])).signatures[0];
    const signed = await controller.post(`${address}/signatures`, {
      protected: bobs?.protected,
      signature: bobs?.signature,
    });
    expect(signed).toMatchObject({
      status: 202,
      body: {
        state: 'approved',
        missing: [],
        operation: { state: 'running', progress: { done: 0, total: 2 } },
      },
    });
    const operation = String(signed.headers['operation-location']).replace('/api/v1', '');

    const desired = await controller.asHost(keys.hostA, 'GET', '/desired');
    expect(desired.body.contracts).toEqual([
      { contractId: contract.contractId, version: 1, digest: signed.body.digest },
    ]);
    const document = await controller.asHost(keys.hostA, 'GET', `/documents/${signed.body.digest}`);
    expect(document.headers['content-type']).toBe('application/jose+json');
    expect(document.body.signatures).toHaveLength(2);

    const applied = hostReport(contractReport(signed.body, 'applied'));
    expect((await controller.asHost(keys.hostA, 'POST', '/report', applied)).status).toBe(204);
    expect((await controller.get(operation)).body).toMatchObject({
      state: 'running',
      progress: { done: 1, total: 2 },
    });
    expect((await controller.get(address)).body.state).toBe('rollingOut');

    expect((await controller.asHost(keys.hostB, 'POST', '/report', applied)).status).toBe(204);
    expect((await controller.get(operation)).body).toMatchObject({ state: 'succeeded' });
    expect((await controller.get(`${address}/status`)).body).toMatchObject({
      state: 'active',
      observedVersion: 1,
      conditions: [{ type: 'Ready', status: 'True' }],
      hosts: [
        { node: 'host-a', state: 'applied', version: 1 },
        { node: 'host-b', state: 'applied', version: 1 },
      ],
    });
  });
});
