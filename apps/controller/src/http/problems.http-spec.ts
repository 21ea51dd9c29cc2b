import { jest } from '@jest/globals';
import { serializeEnvelope } from '#contract';
import { each, TestController } from '../../test/test-controller.js';
import { ContractReader } from '../contracts/contract-reader.js';
import { problemDocumentView } from './views.js';

describe('refusals', () => {
  let controller: TestController;
  let envelope: { payload: string; signatures: { protected: string; signature: string }[] };

  beforeAll(async () => {
    controller = await TestController.start({ bodyLimitBytes: 20_000 });
    await controller.submitCharter();
    const { site } = controller;
    envelope = JSON.parse(serializeEnvelope(await site.sign(site.contract())));
  });

  afterAll(async () => {
    await controller.close();
  });

  const signed = (): string => JSON.stringify(envelope);

  it.each<[string, () => string, number, string, string]>([
    ['a body that is not JSON', () => '{"payload":', 400, 'json-syntax', '/payload'],
    [
      'a member that stands twice',
      () => '{"payload":"","payload":""}',
      400,
      'json-duplicate-member',
      '/payload',
    ],
    [
      'a number that no double holds',
      () => '{"n":9007199254740993}',
      400,
      'json-unsafe-number',
      '/n',
    ],
    ['nesting without end', () => '['.repeat(1000), 400, 'json-too-deep', '/0'.repeat(64)],
    ['a body that is too large', () => `"${'x'.repeat(30_000)}"`, 413, 'body-too-large', ''],
    ['an empty body', () => '', 400, 'body-missing', ''],
    ['a body that is no envelope', () => '{}', 422, 'envelope-malformed', '/payload'],
    [
      'an envelope with more members',
      () => JSON.stringify({ ...envelope, note: '' }),
      422,
      'envelope-malformed',
      '/note',
    ],
    [
      'an envelope without signatures',
      () => JSON.stringify({ ...envelope, signatures: [] }),
      422,
      'requirement-not-met',
      '/signatures',
    ],
    [
      'a signature on another document',
      () => signed().replace(envelope.payload, Buffer.from('{}').toString('base64url')),
      422,
      'signature-invalid',
      '/signatures/0/signature',
    ],
    [
      'a payload that is not base64url',
      () => JSON.stringify({ ...envelope, payload: '@' }),
      422,
      'envelope-encoding',
      '/payload',
    ],
  ])('refuses %s, and says where', async (_, body, status, code, path) => {
    const answer = await controller.post('/contracts', body());

    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.body.errors[0]).toEqual({
      code,
      path,
      detail: expect.stringMatching(/^[a-z'0-9]/),
    });
  });

  it('answers problem+json with all that RFC 9457 names', async () => {
    const answer = await controller.post('/contracts?dryRun=false', '{}');

    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problemDocumentView.strict().safeParse(answer.body).error).toBeUndefined();
    expect(answer.body).toMatchObject({
      type: 'urn:hercules-connect:problem:envelope-malformed',
      instance: '/api/v1/contracts',
      status: 422,
    });
  });

  it('tells every problem of a document at once', async () => {
    const { site } = controller;
    const contract = { ...site.contract({ contractId: 'short', title: 7 }), surprise: true };
    const answer = await controller.submit(await site.sign(contract));

    expect(each(answer.body.errors, 'path').toSorted()).toEqual([
      '/contractId',
      '/surprise',
      '/title',
    ]);
  });

  it.each([
    ['text/plain', 415, 'media-type-unsupported'],
    ['application/x-www-form-urlencoded', 415, 'media-type-unsupported'],
  ])('refuses a body of type %s', async (type, status, code) => {
    const answer = await controller.post('/contracts', 'a=b', { 'content-type': type });

    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each<[string, string, unknown, string, string]>([
    [
      'a member too many',
      '/tokens',
      { name: 'a', scopes: ['read'], admin: true },
      'member-unknown',
      '/admin',
    ],
    ['a member missing', '/tokens', { scopes: ['read'] }, 'member-missing', '/name'],
    ['a value of a wrong type', '/tokens', { name: 7, scopes: ['read'] }, 'value-invalid', '/name'],
    [
      'a scope that does not exist',
      '/tokens',
      { name: 'a', scopes: ['root'] },
      'value-invalid',
      '/scopes',
    ],
    ['a body that is a list', '/tokens', [], 'value-invalid', ''],
    ['a name that no host has', '/nodes/join-tokens', { node: 'Host A' }, 'name-invalid', '/node'],
  ])('refuses %s', async (_, path, body, code, at) => {
    const answer = await controller.post(path, body);

    expect(answer).toMatchObject({ status: 422, body: { code, errors: [{ path: at }] } });
  });

  it.each([
    ['/contracts?limit=0', '/limit'],
    ['/contracts?limit=many', '/limit'],
    ['/contracts?state=new', '/state'],
    ['/contracts?cursor=zzz', '/cursor'],
    ['/contracts?colour=red', '/colour'],
    ['/nodes/host-a/interfaces?owned=mine', '/owned'],
    ['/events?after=-1', '/after'],
  ])('refuses the query of %s', async (path, at) => {
    const answer = await controller.get(path);

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'query-invalid', errors: [{ path: at }] },
    });
  });

  it.each([
    ['/contracts/01K9ZX4A1B2C3D4E5F6G7H8J9Z', 'contract-unknown'],
    ['/contracts/nonsense/status', 'contract-unknown'],
    ['/contracts/nonsense/plan', 'contract-unknown'],
    ['/contracts/nonsense/versions', 'contract-unknown'],
    ['/contracts/nonsense/envelope', 'contract-unknown'],
    ['/nodes/host-z', 'node-unknown'],
    ['/nodes/host-a/interfaces', 'node-state-unknown'],
    ['/operations/nonsense', 'operation-unknown'],
    ['/drivers/teleport/schema', 'workload-type-unknown'],
    ['/nothing/here', 'route-unknown'],
  ])('knows nothing of %s', async (path, code) => {
    expect(await controller.get(path)).toMatchObject({ status: 404, body: { code } });
  });

  it('tells a client nothing about its own failures, and the log all', async () => {
    const failing = await TestController.start();
    const list = jest.spyOn(failing.running.app.get(ContractReader), 'page');
    list.mockRejectedValue(new Error('broken on purpose'));
    const answer = await failing.get('/contracts');
    await failing.close();

    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error', errors: [] } });
    expect(answer.text).not.toContain('broken on purpose');
    expect(failing.log.join('\n')).toContain('broken on purpose');
    expect(failing.log.join('\n')).toContain(answer.body.requestId);
  });
});
