import { serializeEnvelope, type SigningKey } from '#contract';
import { digestOfDocument } from '../../../../test/support/sample-site.js';
import { TestController, type TestAnswer } from '../../test/test-controller.js';
import {
  contractPage,
  contractVersionList,
  contractView,
  receivedContractView,
} from './contract-view.js';
import { contractStatusView } from './status-view.js';

describe('contracts', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
  });

  afterEach(async () => {
    await controller.close();
  });

  async function submit(
    parts: Readonly<Record<string, unknown>> = {},
    signers?: readonly SigningKey[],
  ): Promise<TestAnswer> {
    const { site } = controller;
    return controller.submit(await site.sign(site.contract(parts), signers));
  }

  async function signAs(
    key: SigningKey,
    parts: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestAnswer> {
    const { site } = controller;
    const contract = site.contract(parts);
    const [signature] = (await site.sign(contract, [key])).signatures;
    return controller.post(
      `/contracts/${String(contract.contractId)}/signatures`,
      { protected: signature?.protected, signature: signature?.signature },
      headers,
    );
  }

  const address = (): string => `/contracts/${String(controller.site.contract().contractId)}`;

  describe('with some of their signatures', () => {
    beforeEach(async () => {
      await submit({}, [controller.site.keys.alice]);
    });

    it('wait, and tell who is missing', async () => {
      const { status, body, headers } = await controller.get(address());

      expect(status).toBe(200);
      expect(contractView.strict().safeParse(body).error).toBeUndefined();
      expect(body).toMatchObject({
        state: 'signing',
        signatures: [{ principal: 'alice', issuedAt: '2026-11-20T08:00:00.000Z' }],
        missing: [{ principal: 'bob', weight: 1, required: true }],
        payload: { title: 'sample contract' },
        status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SignaturesMissing' }] },
      });
      expect(headers['etag']).toMatch(/^"\w+\.1"$/);
    });

    it('are not shown to hosts', async () => {
      const { body } = await controller.get(address());
      const events = await controller.get('/operations');

      expect(body.status.hosts).toEqual([]);
      expect(events.body.items).toEqual([]);
    });

    it('take the missing one and are approved', async () => {
      const signed = await signAs(controller.site.keys.bob);

      expect(signed).toMatchObject({ status: 202, body: { state: 'approved', missing: [] } });
      expect(receivedContractView.strict().safeParse(signed.body).error).toBeUndefined();
      expect(signed.headers['operation-location']).toBe(
        `/api/v1/operations/${signed.body.operation.id}`,
      );
    });

    it('refuse a second signature with the same key', async () => {
      expect(await signAs(controller.site.keys.alice)).toMatchObject({
        status: 422,
        body: { code: 'signature-duplicate' },
      });
    });

    it('refuse a signature by a key that the charter does not know', async () => {
      expect(await signAs(controller.site.keys.hostA)).toMatchObject({
        status: 422,
        body: { code: 'signature-unknown-key' },
      });
    });

    it('refuse a signature on something else', async () => {
      expect(await signAs(controller.site.keys.bob, { title: 'another' })).toMatchObject({
        status: 422,
        body: { code: 'signature-invalid' },
      });
    });

    it('are signed at the revision that If-Match names', async () => {
      const { headers } = await controller.get(address());
      const signed = await signAs(
        controller.site.keys.bob,
        {},
        { 'if-match': String(headers['etag']) },
      );

      expect(signed.status).toBe(202);
      expect(signed.headers['etag']).not.toBe(headers['etag']);
    });

    it('are not signed at another revision', async () => {
      const refused = await signAs(controller.site.keys.bob, {}, { 'if-match': '"other"' });

      expect(refused).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
      expect((await controller.get(address())).body.state).toBe('signing');
    });

    it('take new signatures from the same document, submitted again', async () => {
      const again = await submit({}, [controller.site.keys.bob]);

      expect(again).toMatchObject({ status: 202, body: { state: 'approved' } });
    });

    it('are not replaced by another document of the same version', async () => {
      expect(await submit({ title: 'another' })).toMatchObject({
        status: 409,
        body: { code: 'version-equivocation', errors: [{ path: '/version' }] },
      });
    });
  });

  describe('with all of their signatures', () => {
    it('are approved at once', async () => {
      const answer = await submit();

      expect(answer).toMatchObject({
        status: 202,
        body: { state: 'approved', operation: { state: 'running' } },
      });
      expect(answer.headers['location']).toBe(`/api/v1${address()}`);
    });

    it('change nothing when submitted again', async () => {
      const first = await submit();
      const second = await submit();

      expect(second).toMatchObject({ status: 202, body: { generation: first.body.generation } });
      expect(second.body.operation).toBeUndefined();
    });

    it('take no more signatures', async () => {
      await submit();

      expect(await signAs(controller.site.keys.bob)).toMatchObject({
        status: 409,
        body: { code: 'contract-complete' },
      });
    });

    it('serve exactly what was signed', async () => {
      const { site } = controller;
      const envelope = await site.sign(site.contract());
      await controller.submit(envelope);
      const served = await controller.get(`${address()}/envelope`);

      expect(served.headers['content-type']).toBe('application/jose+json');
      expect(served.text).toBe(serializeEnvelope(envelope));
    });
  });

  describe('in a second version', () => {
    const second = (): Readonly<Record<string, unknown>> => ({
      version: 2,
      previous: digestOfDocument(controller.site.contract()),
      title: 'second',
    });

    beforeEach(async () => {
      await submit();
    });

    it('leave the first in force until all have signed', async () => {
      await submit(second(), [controller.site.keys.alice]);
      const versions = await controller.get(`${address()}/versions`);

      expect(contractVersionList.strict().safeParse(versions.body).error).toBeUndefined();
      expect(versions.body.items).toMatchObject([
        { version: 1, state: 'approved' },
        { version: 2, state: 'signing' },
      ]);
    });

    it('supersede the first and end its roll-out', async () => {
      await submit(second());
      const versions = await controller.get(`${address()}/versions`);
      const operations = await controller.get('/operations');

      expect(versions.body.items).toMatchObject([
        { version: 1, state: 'superseded' },
        { version: 2, state: 'approved' },
      ]);
      expect(operations.body.items).toMatchObject([
        { version: 2, state: 'running' },
        { version: 1, state: 'failed', error: { code: 'operation-superseded' } },
      ]);
    });

    it('keep the envelope of the first', async () => {
      await submit(second());
      const first = await controller.get(`${address()}/envelope?version=1`);

      expect(first.body.payload).toBe(
        Buffer.from(JSON.stringify(controller.site.contract())).toString('base64url'),
      );
      expect(await controller.get(`${address()}/envelope?version=3`)).toMatchObject({
        status: 404,
        body: { code: 'contract-version-unknown' },
      });
    });

    it.each<[string, Readonly<Record<string, unknown>>, string]>([
      ['skips one', { version: 3 }, 'version-gap'],
      ['continues something else', { previous: `sha256:${'0'.repeat(64)}` }, 'previous-mismatch'],
    ])('are refused when one %s', async (_, parts, code) => {
      expect(await submit({ ...second(), ...parts })).toMatchObject({
        status: 409,
        body: { code },
      });
    });
  });

  it('are told apart in a list that is read page by page', async () => {
    const ids = ['1', '2', '3'].map((digit) => `01K9ZX4A1B2C3D4E5F6G7H8J9${digit}`);
    for (const contractId of ids) await submit({ contractId }, [controller.site.keys.alice]);
    await submit();

    const first = await controller.get('/contracts?limit=2&state=signing');
    expect(contractPage.strict().safeParse(first.body).error).toBeUndefined();
    expect(first.headers['link']).toMatch(
      /^<\/api\/v1\/contracts\?limit=2&state=signing&cursor=[\w-]+>; rel="next"$/,
    );
    const second = await controller.get(
      `/contracts?limit=2&state=signing&cursor=${first.body.nextCursor}`,
    );

    expect(second.body.nextCursor).toBeUndefined();
    expect(second.headers['link']).toBeUndefined();
    const seen = [...first.body.items, ...second.body.items];
    expect(seen.map(({ contractId }: { contractId: string }) => contractId)).toEqual(ids);
  });

  it('are only looked at in a dry run', async () => {
    const { site } = controller;
    const envelope = serializeEnvelope(await site.sign(site.contract(), [site.keys.alice]));
    const answer = await controller.post('/contracts?dryRun=true', envelope);

    expect(answer).toMatchObject({
      status: 200,
      body: {
        contract: { missing: [{ principal: 'bob' }] },
        plan: { hosts: [{ node: 'host-a' }, { node: 'host-b' }] },
      },
    });
    expect((await controller.get('/contracts')).body.items).toEqual([]);
  });

  it('need a charter', async () => {
    const other = await TestController.start();
    const answer = await other.submit(await other.site.sign(other.site.contract()));
    await other.close();

    expect(answer).toMatchObject({ status: 409, body: { code: 'charter-required' } });
  });

  it('have a status that the API document describes', async () => {
    await submit();
    const { body } = await controller.get(`${address()}/status`);

    expect(contractStatusView.strict().safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      observedVersion: null,
      conditions: [
        { status: 'False', reason: 'RollingOut', message: expect.stringContaining('host-a') },
      ],
      hosts: [
        { node: 'host-a', state: 'pending' },
        { node: 'host-b', state: 'pending' },
      ],
    });
  });
});
