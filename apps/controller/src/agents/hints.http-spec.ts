import { requestSignatureHeader } from '#protocol';
import { EventReader } from '../../test/event-reader.js';
import { TestController } from '../../test/test-controller.js';
import { join } from '../../test/test-hosts.js';

describe('hints', () => {
  let controller: TestController;
  let reader: EventReader;

  beforeEach(async () => {
    controller = await TestController.start({ heartbeatSeconds: 1 });
    const { hostA } = controller.site.keys;
    await controller.submitCharter();
    await join(controller, 'host-a', hostA);
    const path = '/api/v1/agent/hints';
    reader = await EventReader.open(`${controller.running.url}${path}`, {
      [requestSignatureHeader]: await controller.sign(hostA, 'GET', path),
    });
  });

  afterEach(async () => {
    reader.close();
    await controller.close();
  });

  it('tell the generation at once and at every change', async () => {
    const { site } = controller;
    const first = await reader.next();
    await controller.submit(await site.sign(site.contract()));
    const second = await reader.nextEvent();

    expect([first, second]).toEqual([
      { event: 'desired', data: { generation: 1 } },
      { event: 'desired', data: { generation: 2 } },
    ]);
  });

  it('say nothing of contracts for other hosts', async () => {
    const { site } = controller;
    await reader.next();
    const audience = { ...site.contract().audience, nodes: ['host-b'] };
    await controller.submit(await site.sign(site.contract({ audience })));

    expect(await reader.next()).toEqual({ comment: 'heartbeat' });
  });
});
