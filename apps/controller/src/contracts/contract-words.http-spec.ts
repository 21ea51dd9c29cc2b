import { TestController, type TestAnswer } from '../../test/test-controller.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';
import { contractStatusView } from './status-view.js';

describe('words of operators', () => {
  let controller: TestController;
  let submitted: TestAnswer;

  beforeEach(async () => {
    controller = await TestController.start();
    const { site } = controller;
    await controller.submitCharter();
    await join(controller, 'host-a', site.keys.hostA);
    submitted = await controller.submit(await site.sign(site.contract()));
  });

  afterEach(async () => {
    await controller.close();
  });

  const say = (what: string, body: object = {}): Promise<TestAnswer> =>
    controller.post(`/contracts/${submitted.body.contractId}/${what}`, body);
  const desired = (): Promise<TestAnswer> =>
    controller.asHost(controller.site.keys.hostA, 'GET', '/desired');

  it('are none at first', async () => {
    expect((await desired()).body).toMatchObject({ confirmations: [], retries: [] });
  });

  it('reach the hosts of the contract', async () => {
    const before = await desired();
    const { contractId, digest } = submitted.body;
    const confirmed = await say('confirmations', { digest });
    const retried = await say('retries');
    const after = await desired();

    expect([confirmed.status, retried.status]).toEqual([202, 202]);
    expect(after.body.generation).toBeGreaterThan(before.body.generation);
    expect(after.body).toMatchObject({
      confirmations: [{ contractId, digest }],
      retries: [{ contractId, digest, id: retried.body.id }],
    });
  });

  it('are new each time: a second retry has another id', async () => {
    const ids = [(await say('retries')).body.id, (await say('retries')).body.id];

    expect(new Set(ids).size).toBe(2);
    expect((await desired()).body.retries).toMatchObject([{ id: ids[1] }]);
  });

  it('count for the version that was approved when they were said', async () => {
    const { site } = controller;
    await say('confirmations');
    const next = { version: 2, previous: submitted.body.digest };
    await controller.submit(await site.sign(site.contract(next)));

    expect((await desired()).body.confirmations).toEqual([]);
  });

  it('are refused about another version than the approved one', async () => {
    expect(await say('confirmations', { digest: `sha256:${'0'.repeat(64)}` })).toMatchObject({
      status: 409,
      body: { code: 'version-old', errors: [{ path: '/digest' }] },
    });
  });

  it('are refused where nothing is approved', async () => {
    const { site } = controller;
    const contractId = '01K9ZX4A1B2C3D4E5F6G7H8J9Z';
    await controller.submit(await site.sign(site.contract({ contractId }), [site.keys.alice]));

    expect(await controller.post(`/contracts/${contractId}/confirmations`, {})).toMatchObject({
      status: 409,
      body: { code: 'contract-not-approved' },
    });
    expect((await controller.post('/contracts/none/retries', {})).status).toBe(404);
  });

  it('are wanted while a host says that it waits for them', async () => {
    const deadline = '2026-11-20T08:02:00.000Z';
    const drift = { state: 'in-sync', items: [], repairs: 0 } as const;
    const report = contractReport(submitted.body, 'confirming', { deadline, drift });
    await controller.asHost(controller.site.keys.hostA, 'POST', '/report', hostReport(report));
    const { body } = await controller.get(`/contracts/${submitted.body.contractId}/status`);

    expect(contractStatusView.strict().safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      state: 'rollingOut',
      hosts: [{ node: 'host-a', state: 'confirming', deadline, drift }, { node: 'host-b' }],
    });
  });
});
