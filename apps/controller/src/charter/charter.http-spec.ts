import { generateSigningKey, serializeEnvelope } from '#contract';
import { sampleCharter, signDocument } from '../../../../test/support/sample-site.js';
import { TestController } from '../../test/test-controller.js';
import { join } from '../../test/test-hosts.js';
import { charterView } from './charter-view.js';

describe('charter', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
  });

  afterEach(async () => {
    await controller.close();
  });

  it('is missing at first', async () => {
    expect(await controller.get('/charter')).toMatchObject({
      status: 404,
      body: { code: 'charter-missing' },
    });
  });

  it('is accepted, shown, and known when it comes again', async () => {
    const accepted = await controller.submitCharter();
    const again = await controller.submitCharter();
    const shown = await controller.get('/charter');

    expect([accepted.status, again.status, shown.status]).toEqual([201, 200, 200]);
    expect(charterView.strict().safeParse(shown.body).error).toBeUndefined();
    expect(shown.body).toMatchObject({
      version: 1,
      principals: [{ id: 'alice' }, { id: 'bob' }],
      nodes: [{ id: 'host-a' }, { id: 'host-b' }],
    });
    expect(shown.headers['etag']).toBe(`"${shown.body.digest}"`);
  });

  it('lists its hosts as pending', async () => {
    await controller.submitCharter();

    expect((await controller.get('/nodes')).body.items).toMatchObject([
      { id: 'host-a', state: 'pending', listedInCharter: true, keyId: null },
      { id: 'host-b', state: 'pending', listedInCharter: true, keyId: null },
    ]);
  });

  it('is pinned: another first version is refused afterwards', async () => {
    await controller.submitCharter();
    const { site } = controller;
    const other = { ...sampleCharter(site.keys), title: 'another' };
    const envelope = await signDocument('charter', other, [site.keys.alice, site.keys.bob]);

    expect(await controller.post('/charter', serializeEnvelope(envelope))).toMatchObject({
      status: 409,
      body: { code: 'version-equivocation' },
    });
  });

  it('is replaced by a next version that satisfies the rule of the last', async () => {
    await controller.submitCharter();
    const { site } = controller;
    const next = { ...sampleCharter(site.keys), version: 2, previous: site.charter.digest };
    const byOne = await signDocument('charter', next, [site.keys.alice]);
    const byBoth = await signDocument('charter', next, [site.keys.alice, site.keys.bob]);

    expect(await controller.post('/charter', serializeEnvelope(byOne))).toMatchObject({
      status: 422,
      body: { code: 'requirement-not-met' },
    });
    expect((await controller.post('/charter', serializeEnvelope(byBoth))).status).toBe(201);
    expect((await controller.get('/charter')).body.version).toBe(2);
  });

  it('takes from a host the key that it lists no longer', async () => {
    const { site } = controller;
    const { hostA, hostB, alice, bob } = site.keys;
    await controller.submitCharter();
    await join(controller, 'host-a', hostA);
    const rotated = generateSigningKey();
    const next = {
      ...sampleCharter({ ...site.keys, hostA: rotated, hostB }),
      version: 2,
      previous: site.charter.digest,
    };
    await controller.post(
      '/charter',
      serializeEnvelope(await signDocument('charter', next, [alice, bob])),
    );

    expect((await controller.asHost(hostA, 'GET', '/desired')).status).toBe(401);
    expect((await join(controller, 'host-a', rotated)).status).toBe(201);
  });

  it('must be the one that the configured trust anchor names', async () => {
    const strict = await TestController.start({ trustAnchor: `sha256:${'0'.repeat(64)}` });
    const answer = await strict.submitCharter();
    await strict.close();

    expect(answer).toMatchObject({ status: 422, body: { code: 'charter-not-trusted' } });
  });
});
