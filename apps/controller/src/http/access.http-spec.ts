import { TestController, type TestAnswer, type TestRequest } from '../../test/test-controller.js';

describe('access', () => {
  let controller: TestController;

  beforeAll(async () => {
    controller = await TestController.start();
  });

  afterAll(async () => {
    await controller.close();
  });

  const withToken = (token: string, path = '/contracts'): Promise<TestAnswer> =>
    controller.get(path, { authorization: `Bearer ${token}` });

  it.each(['/livez', '/readyz', '/metrics', '/api/v1/openapi.json', '/api/docs'])(
    'lets everybody read %s',
    async (url) => {
      expect((await controller.send({ method: 'GET', url })).status).toBe(200);
    },
  );

  it('asks for a token or a host signature everywhere else', async () => {
    const { body } = await controller.send({ method: 'GET', url: '/api/v1/openapi.json' });
    const routes = Object.entries<object>(body.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, operation]) => operation.security !== undefined)
        .map(
          ([method]) =>
            [
              method.toUpperCase() as TestRequest['method'],
              path.replaceAll(/\{\w+\}/g, 'x'),
            ] as const,
        ),
    );
    const answers = await Promise.all(
      routes.map(async ([method, url]) => {
        const payload = method === 'GET' ? {} : { payload: '{}' };
        return (await controller.send({ method, url, ...payload })).status;
      }),
    );

    expect(routes.length).toBeGreaterThan(20);
    expect(new Set(answers)).toEqual(new Set([401]));
  });

  it.each([
    ['no token at all', ''],
    ['something that is no token', 'secret'],
    ['a token of the right shape that nobody made', `hc_0123456789abcdef.${'A'.repeat(43)}`],
  ])('refuses %s and asks for a better one', async (_, token) => {
    const answer = await withToken(token);

    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'token-invalid' },
      headers: { 'www-authenticate': 'Bearer' },
    });
  });

  it('refuses a known token with another secret', async () => {
    const [id] = controller.token.split('.');

    expect((await withToken(`${id ?? ''}.${'A'.repeat(43)}`)).status).toBe(401);
  });

  it('allows what the scopes of a token say and nothing else', async () => {
    const { body: made } = await controller.post('/tokens', { name: 'reader', scopes: ['read'] });

    expect((await withToken(made.token)).status).toBe(200);
    expect(await withToken(made.token, '/tokens')).toMatchObject({
      status: 403,
      body: { code: 'scope-missing', detail: expect.stringContaining("'admin'") },
    });
  });

  it('refuses a token that has expired', async () => {
    const request = { name: 'short', scopes: ['read'], expiresInSeconds: 60 };
    const { body: made } = await controller.post('/tokens', request);
    controller.clock.advance(59);
    const before = await withToken(made.token);
    controller.clock.advance(2);

    expect([before.status, (await withToken(made.token)).status]).toEqual([200, 401]);
  });

  it('refuses a token that was withdrawn, which can be done once', async () => {
    const { body: made } = await controller.post('/tokens', { name: 'gone', scopes: ['read'] });

    expect((await controller.delete(`/tokens/${made.id}`)).status).toBe(204);
    expect((await withToken(made.token)).status).toBe(401);
    expect(await controller.delete(`/tokens/${made.id}`)).toMatchObject({
      status: 404,
      body: { code: 'token-unknown' },
    });
  });

  it('shows a token once, and never its secret again', async () => {
    const { body: made } = await controller.post('/tokens', { name: 'once', scopes: ['read'] });
    const [, secret] = String(made.token).split('.');
    const list = await controller.get('/tokens');

    expect(list.body.items).toContainEqual(expect.objectContaining({ id: made.id, name: 'once' }));
    expect(list.text).not.toContain(secret);
    expect(list.text).not.toContain('hash');
  });

  it('notes when a token was last used', async () => {
    const { body: made } = await controller.post('/tokens', { name: 'used', scopes: ['read'] });
    await withToken(made.token);
    const { body } = await controller.get('/tokens');

    expect(body.items).toContainEqual(
      expect.objectContaining({ id: made.id, lastUsedAt: controller.clock.now().toISOString() }),
    );
  });

  it('writes no token into the log', () => {
    expect(controller.log.join('\n')).not.toContain(controller.token.split('.')[1]);
  });
});
