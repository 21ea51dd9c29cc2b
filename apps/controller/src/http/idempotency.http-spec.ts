import { TestController, type TestAnswer } from '../../test/test-controller.js';

describe('Idempotency-Key', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
  });

  afterEach(async () => {
    await controller.close();
  });

  const key = { 'idempotency-key': 'd6d3b1a4' };

  async function submit(
    headers: Readonly<Record<string, string>>,
    title = 'one',
  ): Promise<TestAnswer> {
    const { site } = controller;
    return controller.submit(await site.sign(site.contract({ title }), [site.keys.alice]), headers);
  }

  it('gives a repetition the first answer, word for word', async () => {
    const { site } = controller;
    const envelope = await site.sign(site.contract());
    const first = await controller.submit(envelope, key);
    controller.clock.advance(3600);
    const second = await controller.submit(envelope, key);

    expect(second).toMatchObject({
      status: first.status,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(second.text).toBe(first.text);
    expect(second.headers['operation-location']).toBe(first.headers['operation-location']);
    expect((await controller.get('/operations')).body.items).toHaveLength(1);
  });

  it('refuses the key for another request', async () => {
    await submit(key, 'one');

    expect(await submit(key, 'two')).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it('forgets a key whose request was refused, since nothing has happened', async () => {
    const refused = await controller.post('/contracts', '{}', key);

    expect([refused.status, (await submit(key)).status]).toEqual([422, 202]);
  });

  it('forgets a key after a day', async () => {
    await submit(key, 'one');
    controller.clock.advance(24 * 3600 + 1);

    expect((await submit(key, 'two')).body.code).not.toBe('idempotency-key-reused');
  });

  it('keeps the keys of two callers apart', async () => {
    const { body } = await controller.post('/tokens', { name: 'b', scopes: ['contracts:write'] });
    await submit(key, 'one');
    const other = await submit({ ...key, authorization: `Bearer ${body.token}` }, 'two');

    expect(other.body.code).toBe('version-equivocation');
  });

  it('carries out once what arrives twice at the same time', async () => {
    const { site } = controller;
    const envelope = await site.sign(site.contract());
    const answers = await Promise.all([
      controller.submit(envelope, key),
      controller.submit(envelope, key),
    ]);

    expect(answers.map(({ status, body }): unknown => [status, body.code])).toEqual(
      expect.arrayContaining([
        [202, undefined],
        [409, 'idempotency-key-in-use'],
      ]),
    );
  });

  it('refuses a key with spaces', async () => {
    expect(await submit({ 'idempotency-key': 'a b' })).toMatchObject({
      status: 400,
      body: { code: 'header-invalid' },
    });
  });
});
