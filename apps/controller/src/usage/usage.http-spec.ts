import { SignJWT } from 'jose';
import { digestOf, privateKeyObject, type SigningKey } from '#contract';
import type { UsageWindow } from '#usage';
import { TestController, type TestAnswer } from '../../test/test-controller.js';
import { digestOfDocument } from '../../../../test/support/sample-site.js';
import { join } from '../../test/test-hosts.js';
import { UsageRetention } from './usage-retention.js';
import { billView, pricePlansView, usageView } from './usage-view.js';

const plan = {
  name: 'standard',
  currency: 'EUR',
  rates: [{ type: 'tiered', name: 'volume', side: 'sum', unit: 'GB', tiers: [{ price: '0.10' }] }],
};

describe('usage', () => {
  let controller: TestController;
  let key: SigningKey;
  let contractId: string;

  beforeEach(async () => {
    controller = await TestController.start({ pricePlans: [plan] });
    await controller.submitCharter();
    key = controller.site.keys.hostA;
    await join(controller, 'host-a', key);
    const contract = controller.site.contract();
    contractId = String(contract.contractId);
    await controller.submit(await controller.site.sign(contract));
  });

  afterEach(async () => {
    await controller.close();
  });

  /** Windows of five minutes in which an interface carries a gigabyte each. */
  async function windows(count: number, by = key): Promise<readonly string[]> {
    const all: string[] = [];
    for (let sequence = 1; sequence <= count; sequence += 1) {
      const at = (index: number): string =>
        new Date(Date.UTC(2026, 0, 1, 0, index * 5)).toISOString();
      const previous = all.at(-1);
      const window: UsageWindow = {
        schema: 'hercules.connect/usage/v1',
        host: by.kid,
        sequence,
        ...(previous !== undefined && { previous: digestOf(Buffer.from(previous)) }),
        from: at(sequence - 1),
        to: at(sequence),
        interfaces: [
          {
            contractId,
            workload: 'lan',
            interface: 'vx-lan',
            number: 1,
            meter: 'ebpf',
            ingress: { packets: '10', octets: '1000000000' },
            egress: { packets: '1', octets: '0' },
          },
        ],
      };
      all.push(
        await new SignJWT({ ...window })
          .setProtectedHeader({ alg: 'EdDSA', kid: by.kid, typ: 'hercules-usage+jwt' })
          .sign(privateKeyObject(by)),
      );
    }
    return all;
  }

  const hand = (list: readonly string[]): Promise<TestAnswer> =>
    controller.asHost(key, 'POST', '/usage', { windows: list });
  const period = 'from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z';

  it('is taken in once, in its order, and summed up by interface', async () => {
    const all = await windows(3);
    expect((await hand([])).body).toEqual({ next: 1 });
    expect((await hand(all.slice(0, 2))).body).toEqual({ next: 3 });
    expect((await hand(all)).body).toEqual({ next: 4 });

    const { body } = await controller.get(`/usage?contract=${contractId}&${period}`);
    expect(usageView.strict().safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      windows: 3,
      gaps: [],
      interfaces: [{ ingress: { packets: '30', octets: '3000000000' } }],
    });
    const evidence = await controller.get(`/usage/evidence?contract=${contractId}&${period}`);
    expect(evidence.body.items).toEqual(all);
  });

  it.each([
    ['with one missing', async () => (await windows(3)).filter((_, index) => index !== 1)],
    ['of another host', async () => windows(1, controller.site.keys.hostB)],
    ['that nobody signed', async () => ['e30.e30.e30']],
  ])('is refused %s', async (_what, made) => {
    expect(await hand(await made())).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'usage-invalid' }] },
    });
  });

  it('becomes a bill that names its windows, as JSON or as FOCUS', async () => {
    await hand(await windows(3));
    const request = {
      contract: contractId,
      from: '2026-01-01T00:00:00Z',
      to: '2026-02-01T00:00:00Z',
      plan,
    };

    const bill = await controller.post('/bills', request);
    expect(billView.safeParse(bill.body).error).toBeUndefined();
    expect(bill.body).toMatchObject({
      total: '0.30',
      lines: [{ quantity: '3.000000', unit: 'GB' }],
    });
    expect(bill.body.samples).toHaveLength(3);

    const csv = await controller.post('/bills', { ...request, format: 'focus-csv' });
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.text).toMatch(/^BilledCost,.*\r\n0\.30,/);
    const parquet = await controller.post('/bills', { ...request, format: 'focus-parquet' });
    expect(parquet.headers['content-type']).toBe('application/vnd.apache.parquet');
    expect(parquet.text).toMatch(/^PAR1[^]*PAR1$/);
  });

  /** Bills by the contract's own plan, as the second version names it. */
  async function billOf(
    chargeback: object | undefined,
    signers?: readonly SigningKey[],
  ): Promise<TestAnswer> {
    const { site } = controller;
    const previous = digestOfDocument(site.contract());
    const second = site.contract({ version: 2, previous, chargeback });
    await controller.submit(await site.sign(second, signers));
    const [from, to] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'];
    return controller.post('/bills', { contract: contractId, from, to });
  }

  it('is billed by the plan that the contract names', async () => {
    await hand(await windows(3));
    const { body } = await billOf({ plan: 'standard' });
    expect(body).toMatchObject({ plan, total: '0.30' });
    const plans = await controller.get('/price-plans');
    expect(pricePlansView.strict().safeParse(plans.body).error).toBeUndefined();
    expect(plans.body.items).toEqual([plan]);
  });

  it.each([
    ['nothing', undefined, /names no price plan: amend it with chargeback.plan/],
    ['a plan that is not here', { plan: 'gold' }, /'gold', .*\(it has 'standard'\): add it/],
  ])('is not billed where the contract names %s', async (_what, chargeback, detail) => {
    expect(await billOf(chargeback)).toMatchObject({
      status: 422,
      body: {
        errors: [{ code: 'price-plan-unknown', detail: expect.stringMatching(detail) }],
      },
    });
  });

  it('is not billed by a plan that not all have signed yet', async () => {
    const { alice } = controller.site.keys;
    expect(await billOf({ plan: 'standard' }, [alice])).toMatchObject({
      body: { errors: [{ detail: expect.stringContaining('names no price plan') }] },
    });
  });

  it('is deleted when the contract has kept it for its days, and that is said', async () => {
    const { site } = controller;
    const previous = digestOfDocument(site.contract());
    const flow = { export: [], retentionDays: 200 };
    await hand(await windows(3));
    const retention = controller.running.app.get(UsageRetention);
    const path = `/usage?contract=${contractId}&${period}`;
    await retention.tidy();
    expect(await controller.get(path)).toMatchObject({ status: 200, body: { windows: 3 } });

    await controller.submit(await site.sign(site.contract({ version: 2, previous, flow })));
    controller.clock.advance(24 * 3600);
    await retention.tidy();
    for (const answer of [
      await controller.get(path),
      await controller.get(path.replace('/usage', '/usage/evidence')),
      await controller.post('/bills', {
        ...{ contract: contractId, from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
        plan,
      }),
    ]) {
      expect(answer).toMatchObject({
        status: 410,
        body: { errors: [{ code: 'usage-deleted', detail: expect.stringContaining('00:15:00') }] },
      });
    }
    const later = path.replace('2026-01-01T00:00:00Z', '2026-01-01T00:15:00Z');
    expect(await controller.get(later)).toMatchObject({ status: 200 });
    expect((await hand([])).body).toEqual({ next: 4 });
  });

  it('is not billed by a plan that is none', async () => {
    const request = {
      contract: contractId,
      from: '2026-01-01T00:00:00Z',
      to: '2026-02-01T00:00:00Z',
    };
    const answer = await controller.post('/bills', { ...request, plan: { name: 'x' } });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: expect.arrayContaining([expect.objectContaining({ code: 'price-plan-invalid' })]),
      },
    });
  });
});
