import { generateSigningKey, publicKeyOf, type SigningKey } from '#contract';
import { requestSignatureHeader } from '#protocol';
import { each, TestController, type TestAnswer } from '../../test/test-controller.js';
import { hostReport, join } from '../../test/test-hosts.js';
import { desiredView } from './agent-view.js';

describe('joining', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
  });

  afterEach(async () => {
    await controller.close();
  });

  async function joinWith(token: string, key: SigningKey): Promise<TestAnswer> {
    const body = { token, publicKey: publicKeyOf(key), agentVersion: '0.1.0' };
    return controller.asHost(key, 'POST', '/join', body);
  }

  async function newToken(node = 'host-a', expiresInSeconds = 600): Promise<string> {
    const { body } = await controller.post('/nodes/join-tokens', { node, expiresInSeconds });
    return String(body.token);
  }

  it('makes the host known with its key', async () => {
    const key = generateSigningKey();
    const joined = await joinWith(await newToken(), key);

    expect(joined).toMatchObject({ status: 201, body: { node: 'host-a' } });
    expect((await controller.get('/nodes/host-a')).body).toMatchObject({
      state: 'connected',
      keyId: key.kid,
      publicKey: publicKeyOf(key),
      agentVersion: '0.1.0',
      listedInCharter: false,
    });
  });

  it('works once for each token', async () => {
    const token = await newToken();
    await joinWith(token, generateSigningKey());

    expect(await joinWith(token, generateSigningKey())).toMatchObject({
      status: 401,
      body: { code: 'join-token-invalid' },
    });
  });

  it('answers the host that has joined by the token once more, since an answer may be lost', async () => {
    const [token, key] = [await newToken(), generateSigningKey()];
    await joinWith(token, key);

    expect(await joinWith(token, key)).toMatchObject({ status: 201, body: { node: 'host-a' } });
    expect(await joinWith(await newToken('host-b'), key)).toMatchObject({ status: 409 });
    controller.clock.advance(601);
    expect(await joinWith(token, key)).toMatchObject({ status: 401 });
  });

  it('does not work with a token that has expired', async () => {
    const token = await newToken('host-a', 60);
    controller.clock.advance(61);

    expect(await joinWith(token, generateSigningKey())).toMatchObject({
      status: 401,
      body: { code: 'join-token-invalid' },
    });
  });

  it('does not work with a token that nobody made', async () => {
    expect((await joinWith('hj_guessed', generateSigningKey())).body.code).toBe(
      'join-token-invalid',
    );
  });

  it('needs proof of the key that is brought', async () => {
    const body = {
      token: await newToken(),
      publicKey: publicKeyOf(generateSigningKey()),
      agentVersion: '0.1.0',
    };

    expect(await controller.asHost(generateSigningKey(), 'POST', '/join', body)).toMatchObject({
      status: 401,
      body: { code: 'request-signature-invalid' },
    });
  });

  it('needs the key that the charter lists, and leaves the token as it was', async () => {
    await controller.submitCharter();
    const token = await newToken();
    const refused = await joinWith(token, generateSigningKey());
    const joined = await joinWith(token, controller.site.keys.hostA);

    expect(refused).toMatchObject({ status: 409, body: { code: 'node-key-mismatch' } });
    expect(joined.status).toBe(201);
  });

  it('refuses the key of another host', async () => {
    const key = generateSigningKey();
    await joinWith(await newToken('host-a'), key);

    expect((await joinWith(await newToken('host-b'), key)).body.code).toBe('node-key-mismatch');
  });

  it.each([
    ['a thumbprint of another key', { kid: generateSigningKey().kid }, '/publicKey/kid'],
    ['a private part', { d: 'AAAA' }, '/publicKey/d'],
    ['another curve', { crv: 'P-256' }, '/publicKey/crv'],
  ])('refuses a key with %s', async (_, parts, path) => {
    const key = generateSigningKey();
    const publicKey = { ...publicKeyOf(key), ...parts };
    const body = { token: await newToken(), publicKey, agentVersion: '0.1.0' };

    expect(await controller.asHost(key, 'POST', '/join', body)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });
});

describe('requests of hosts', () => {
  let controller: TestController;
  let key: SigningKey;

  beforeAll(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
    key = controller.site.keys.hostA;
    await join(controller, 'host-a', key);
  });

  afterAll(async () => {
    await controller.close();
  });

  const url = '/api/v1/agent/desired';
  const report = JSON.stringify(hostReport());

  const send = (
    signature: string,
    parts: { url?: string; payload?: string } = {},
  ): Promise<TestAnswer> =>
    controller.send({
      method: parts.payload === undefined ? 'GET' : 'POST',
      url,
      headers: { [requestSignatureHeader]: signature },
      ...parts,
    });

  it('are accepted when signed for this very request', async () => {
    const answer = await send(await controller.sign(key, 'GET', url));

    expect(answer.status).toBe(200);
    expect(desiredView.strict().safeParse(answer.body).error).toBeUndefined();
  });

  it('are accepted once', async () => {
    const signature = await controller.sign(key, 'GET', url);
    const [first, again] = [await send(signature), await send(signature)];

    expect([first.status, again.status]).toEqual([200, 401]);
    expect(again.body).toMatchObject({
      code: 'request-signature-invalid',
      detail: 'this signed request was received before',
    });
  });

  it.each<[string, () => Promise<TestAnswer>, RegExp]>([
    ['no signature', () => controller.send({ method: 'GET', url }), /no host has joined/],
    ['something that is no signature', () => send('a.b.c'), /no host has joined/],
    [
      'the key of a stranger',
      async () => send(await controller.sign(generateSigningKey(), 'GET', url)),
      /no host has joined/,
    ],
    [
      'a signature for another method',
      async () => send(await controller.sign(key, 'POST', url)),
      /method POST/,
    ],
    [
      'a signature for another address',
      async () => send(await controller.sign(key, 'GET', `${url}?x=1`)),
      /address/,
    ],
    [
      'a signature for another body',
      async () => {
        const address = '/api/v1/agent/report';
        const signature = await controller.sign(key, 'POST', address, '{}');
        return send(signature, { url: address, payload: report });
      },
      /another body/,
    ],
    [
      'a signature with a character changed',
      async () => {
        const [header, claims, signature = ''] = (await controller.sign(key, 'GET', url)).split(
          '.',
        );
        return send(
          [header, claims, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join(
            '.',
          ),
        );
      },
      /not one that this key has signed/,
    ],
  ])('are refused with %s', async (_, request, detail) => {
    expect(await request()).toMatchObject({
      status: 401,
      body: { code: 'request-signature-invalid', detail: expect.stringMatching(detail) },
    });
  });

  it.each([
    [59, 200],
    [61, 401],
    [-59, 200],
    [-61, 401],
  ])('that are %d seconds old are answered %d', async (age, status) => {
    const signature = await controller.sign(key, 'GET', url);
    controller.clock.advance(age);
    const answer = await send(signature);
    controller.clock.advance(-age);

    expect(answer.status).toBe(status);
  });

  it('may not reach what is for operators', async () => {
    const answer = await controller.send({
      method: 'GET',
      url: '/api/v1/contracts',
      headers: { [requestSignatureHeader]: await controller.sign(key, 'GET', '/api/v1/contracts') },
    });

    expect(answer).toMatchObject({ status: 401, body: { code: 'token-missing' } });
  });
});

describe('the desired index', () => {
  let controller: TestController;
  let key: SigningKey;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
    key = controller.site.keys.hostA;
    await join(controller, 'host-a', key);
  });

  afterEach(async () => {
    await controller.close();
  });

  const desired = (headers = {}): Promise<TestAnswer> =>
    controller.asHost(key, 'GET', '/desired', undefined, headers);

  it('is not sent again until it changes', async () => {
    const { site } = controller;
    const first = await desired();
    const etag = String(first.headers['etag']);
    const same = await desired({ 'if-none-match': etag });
    await controller.submit(await site.sign(site.contract()));
    const changed = await desired({ 'if-none-match': etag });

    expect([same.status, same.text]).toEqual([304, '']);
    expect(changed.status).toBe(200);
    expect(changed.body.generation).toBeGreaterThan(first.body.generation);
  });

  it('names no contract that still waits for signatures', async () => {
    const { site } = controller;
    await controller.submit(await site.sign(site.contract(), [site.keys.alice]));

    expect((await desired()).body.contracts).toEqual([]);
  });

  it('still names a contract that named the host once, so that the host can clear up', async () => {
    const { site } = controller;
    const first = await controller.submit(await site.sign(site.contract()));
    const audience = { ...site.contract().audience, nodes: ['host-b'] };
    const second = { ...site.contract(), version: 2, previous: first.body.digest, audience };
    await controller.submit(await site.sign(second));

    expect((await desired()).body.contracts).toMatchObject([{ version: 2 }]);
  });

  it('gives documents by their digest, and only those that hosts may have', async () => {
    const { site } = controller;
    const { body: pending } = await controller.submit(
      await site.sign(site.contract(), [site.keys.alice]),
    );
    const charter = (await desired()).body.charters[0];

    expect((await controller.asHost(key, 'GET', `/documents/${charter.digest}`)).status).toBe(200);
    expect(await controller.asHost(key, 'GET', `/documents/${pending.digest}`)).toMatchObject({
      status: 404,
      body: { code: 'document-unknown' },
    });
  });
});

describe('reports', () => {
  let controller: TestController;
  let key: SigningKey;

  beforeEach(async () => {
    controller = await TestController.start();
    key = controller.site.keys.hostA;
    await join(controller, 'host-a', key);
  });

  afterEach(async () => {
    await controller.close();
  });

  it('may leave out a state that the controller has', async () => {
    const { state, ...rest } = hostReport();
    const whole = await controller.asHost(key, 'POST', '/report', { ...rest, state });
    const short = await controller.asHost(key, 'POST', '/report', rest);

    expect([whole.status, short.status]).toEqual([204, 204]);
  });

  it('may not leave out a state that the controller has never seen', async () => {
    const rest = { ...hostReport(), state: undefined };

    expect(await controller.asHost(key, 'POST', '/report', rest)).toMatchObject({
      status: 409,
      body: { code: 'state-unknown', retryable: true },
    });
  });

  it('tell why the host refused documents', async () => {
    const problem = {
      code: 'charter-not-trusted',
      path: '',
      detail: 'not the charter of this site',
    };
    await controller.asHost(key, 'POST', '/report', { ...hostReport(), problems: [problem] });

    expect((await controller.get('/nodes/host-a')).body).toMatchObject({
      problems: [problem],
      charterVersion: 1,
    });
  });

  it.each([
    ['a state without its lists', { state: { links: [] } }, '/state'],
    ['a list that is none', { contracts: {} }, '/contracts'],
    [
      'a contract without a digest',
      { contracts: [{ contractId: 'x', version: 1 }] },
      '/contracts/0/digest',
    ],
    ['a member that nobody knows', { mood: 'good' }, '/mood'],
  ])('are refused with %s', async (_, parts, path) => {
    const answer = await controller.asHost(key, 'POST', '/report', { ...hostReport(), ...parts });
    const paths = each(answer.body.errors, 'path');

    expect(answer.status).toBe(422);
    expect(paths).toContain(path);
  });
});
