import { jest } from '@jest/globals';
import type { Store } from '#store';
import { TestController } from '../../test/test-controller.js';
import { STORE } from '../core/tokens.js';

describe('health', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
  });

  afterEach(async () => {
    await controller.close();
  });

  it('is ready while the store answers', async () => {
    expect(await controller.send({ method: 'GET', url: '/readyz' })).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
  });

  it('lives but is not ready when the store does not answer', async () => {
    jest
      .spyOn(controller.running.app.get<Store>(STORE), 'ping')
      .mockRejectedValue(new Error('disk gone'));

    expect((await controller.send({ method: 'GET', url: '/livez' })).status).toBe(200);
    expect(await controller.send({ method: 'GET', url: '/readyz' })).toMatchObject({
      status: 503,
      body: { code: 'store-unavailable', retryable: true },
    });
  });

  it('tells operators about the controller itself', async () => {
    const { body } = await controller.get('/controller');

    expect(body).toMatchObject({ version: '0.1.0', uptimeSeconds: 0 });
    expect(body.memory.totalBytes).toBeGreaterThan(body.memory.residentBytes);
  });
});
