import { serializeEnvelope } from '#contract';
import { contractPayload, signedBy, siteNetwork } from '#apps/demo';
import { openDemoSite, type DemoSite } from '../support/demo-site.js';

interface Draft {
  [member: string]: unknown;
  workloads: {
    data: { members: Record<string, unknown>[]; [member: string]: unknown };
    [member: string]: unknown;
  }[];
}

describe('bad input', () => {
  let site: DemoSite;
  let before: string;

  beforeAll(async () => {
    site = await openDemoSite(withMissingUnderlay);
    before = await site.lab.snapshot('host-a');
  }, 300_000);
  afterAll(async () => {
    expect(await site.lab.snapshot('host-a')).toBe(before);
    await site.close();
  }, 120_000);

  const draft = (change: (payload: Draft) => void = () => undefined): Draft => {
    const payload = contractPayload(
      { version: 1, title: 'bad', workloads: siteNetwork(1) },
      site.operators.now,
    );
    const copy = JSON.parse(JSON.stringify(payload)) as Draft;
    change(copy);
    return copy;
  };
  const signedText = async (payload: object): Promise<string> =>
    serializeEnvelope(await site.operators.signed(payload));
  const refusal = async (body: string): Promise<object> => {
    const { status, body: problem } = await site.api.send('POST', '/contracts', body);
    const { errors = [] } = problem as { errors?: { code: string; path: string }[] };
    return { status, code: errors[0]?.code, path: errors[0]?.path };
  };

  it.each<[string, () => Promise<string>, object]>([
    ['bad JSON', async () => '{"payload": ', { status: 400, code: 'json-syntax' }],
    [
      'a member that stands twice',
      async () => (await signedText(draft())).replace('{', '{"payload":"x",'),
      { status: 400, code: 'json-duplicate-member', path: '/payload' },
    ],
    [
      'a duplicate member in the signed bytes',
      async () => signedBytes(site, JSON.stringify(draft()).replace('{', '{"title":"x",')),
      { code: 'json-duplicate-member', path: '/title' },
    ],
    [
      'an unknown member',
      async () => signedText({ ...draft(), colour: 'red' }),
      { status: 422, code: 'member-unknown', path: '/colour' },
    ],
    [
      'a charter in place of a contract',
      async () =>
        serializeEnvelope(
          await signedBy('charter', draft(), Object.values(site.operators.people), new Date()),
        ),
      { code: 'envelope-wrong-typ', path: '/signatures/0/protected' },
    ],
    [
      'a signature of an unknown key',
      async () => {
        const stranger = (await import('#contract')).generateSigningKey();
        return serializeEnvelope(await signedBy('contract', draft(), [stranger], new Date()));
      },
      { code: 'signature-unknown-key', path: '/signatures/0/protected' },
    ],
    [
      'an expired document',
      async () =>
        signedText({
          ...draft(),
          validity: {
            notBefore: '2020-01-01T00:00:00Z',
            notAfter: '2021-01-01T00:00:00Z',
            onExpiry: 'remove',
          },
        }),
      { code: 'contract-expired', path: '/validity/notAfter' },
    ],
    [
      'VNI 0',
      async () =>
        signedText(draft(({ workloads }) => Object.assign(workloads[1]?.data ?? {}, { vni: 0 }))),
      { status: 422, code: 'vni-out-of-range', path: '/workloads/1/data/vni' },
    ],
    [
      'VNI 16777216',
      async () =>
        signedText(
          draft(({ workloads }) => Object.assign(workloads[1]?.data ?? {}, { vni: 16777216 })),
        ),
      { status: 422, code: 'vni-out-of-range', path: '/workloads/1/data/vni' },
    ],
    [
      'a name of 16 bytes',
      async () => signedText(draft(member(0, 0, { name: 'abcdefghijklmnop' }))),
      { status: 422, code: 'interface-name-invalid', path: '/workloads/0/data/members/0/name' },
    ],
    [
      'two workloads that claim one name',
      async () => signedText(draft(member(1, 0, { name: 'br-site' }))),
      { code: 'interface-name-claimed-twice', path: '/workloads/1/data/members/0' },
    ],
    [
      'an underlay that the charter does not know',
      async () => signedText(draft(member(1, 0, { underlay: 'eth9' }))),
      { code: 'underlay-not-in-charter', path: '/workloads/1/data/members/0/underlay' },
    ],
  ])('%s is refused with its own code and path', async (_what, body, expected) => {
    expect(await refusal(await body())).toMatchObject(expected);
  });

  it('an underlay that the host does not have shows in the plan, and the host refuses', async () => {
    const { hosts } = await site.api.post<{
      hosts: { node: string; problems: { code: string; path: string }[] }[];
    }>('/plans', draft(member(1, 0, { underlay: 'eth7', local: '198.51.100.77' })));

    expect(hosts.find(({ node }) => node === 'host-a')?.problems).toMatchObject([
      { code: 'underlay-unknown', path: '/workloads/1/data/members/0/underlay' },
    ]);
  });

  it('an old version is refused', async () => {
    const first = draft((payload) => (payload.workloads = []));
    await site.api.post('/contracts', await signedText(first));
    const digest = (await site.operators.signed(first)).digest;
    await site.api.post(
      '/contracts',
      await signedText({ ...first, version: 2, previous: digest, title: 'second' }),
    );

    expect(await refusal(await signedText({ ...first, title: 'again' }))).toMatchObject({
      status: 409,
      code: 'version-old',
      path: '/version',
    });
  });
});

function member(workload: number, place: number, change: object): (payload: Draft) => void {
  return ({ workloads }) => {
    Object.assign(workloads[workload]?.data.members[place] ?? {}, change);
  };
}

/** The charter promises an underlay of host-a that is not there. */
function withMissingUnderlay(charter: object): object {
  const copy = JSON.parse(JSON.stringify(charter)) as { nodes: { underlays: object[] }[] };
  copy.nodes[0]?.underlays.push({ link: 'eth7', addresses: ['198.51.100.77'] });
  return copy;
}

async function signedBytes({ operators }: DemoSite, text: string): Promise<string> {
  const { envelopeOf, signPayload } = await import('#contract');
  const payload = new TextEncoder().encode(text);
  const signatures = await Promise.all(
    Object.values(operators.people).map((key) => signPayload(payload, 'contract', key, new Date())),
  );
  return serializeEnvelope(envelopeOf('contract', payload, signatures));
}
