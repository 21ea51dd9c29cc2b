import type { Condition } from '#protocol';
import type { Store } from '#store';
import { STORE } from '../core/tokens.js';
import { TestController, type TestAnswer } from '../../test/test-controller.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';

describe('checks that hosts report', () => {
  let controller: TestController;
  let submitted: TestAnswer;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
    await join(controller, 'host-a', controller.site.keys.hostA);
    submitted = await controller.submit(await controller.site.sign(controller.site.contract()));
  });

  afterEach(async () => {
    await controller.close();
  });

  const say = (status: Condition['status'], message = 'said'): Promise<TestAnswer> => {
    const lastTransitionTime = '2026-11-20T08:00:00.000Z';
    const check = { type: 'Check/far', status, reason: 'Because', message, lastTransitionTime };
    const workloads = [{ name: 'segment', conditions: [check] }];
    return controller.asHost(
      controller.site.keys.hostA,
      'POST',
      '/report',
      hostReport(contractReport(submitted.body, 'applied', { workloads })),
    );
  };
  const told = async (): Promise<readonly unknown[]> => {
    const all = await controller.running.app.get<Store>(STORE).events.after(0, 100);
    return all.filter(({ type }) => type.startsWith('contract.check')).map(({ type }) => type);
  };
  const working = async (): Promise<unknown> => {
    const { body } = await controller.get(`/contracts/${submitted.body.contractId}/status`);
    return (body.conditions as readonly Condition[]).find(({ type }) => type === 'Working');
  };

  it('are told when they begin to fail and when they pass again, once each', async () => {
    for (const status of ['Unknown', 'True', 'True', 'False', 'False', 'True'] as const) {
      await say(status);
    }
    expect(await told()).toEqual([
      'contract.check-passed',
      'contract.check-failed',
      'contract.check-passed',
    ]);
    const all = await controller.running.app.get<Store>(STORE).events.after(0, 100);
    expect(all.find(({ type }) => type === 'contract.check-failed')).toMatchObject({
      subject: `contract ${submitted.body.contractId}`,
      data: { node: 'host-a', version: 1, check: 'far', workload: 'segment', reason: 'Because' },
    });
  });

  it.each([
    ['True', 'ChecksPassed', 'all 1 checks have passed'],
    ['False', 'ChecksFailed', "host 'host-a': Check/far: said"],
    ['Unknown', 'ChecksOpen', "host 'host-a': Check/far: said"],
  ] as const)('say whether the contract works: %s', async (status, reason, message) => {
    await say(status);
    expect(await working()).toEqual({
      type: 'Working',
      status,
      reason,
      message,
      lastTransitionTime: '2026-11-20T08:00:00.000Z',
    });
  });

  it('say nothing of a contract without any', async () => {
    expect(await working()).toBeUndefined();
  });
});
