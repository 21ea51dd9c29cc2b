import { problemsIn, valueOf } from '../test/results.js';
import { sampleSite, sampleTime } from '../test/sample-site.js';
import { authoriseContract } from './authorise-contract.js';
import { parseEnvelope, serializeEnvelope } from './envelope.js';

const site = await sampleSite();
const context = { charter: site.authorisedCharter, at: sampleTime };
const workload = { name: 'segment', type: 'vxlan', version: 1, data: { vni: 100 } };

it('authorises what all have signed, and tells from when to when it counts', async () => {
  const received = serializeEnvelope(await site.sign(site.contract({ workloads: [workload] })));
  const envelope = valueOf(parseEnvelope(received, 'contract'));
  const authorised = valueOf(await authoriseContract(envelope, context));
  expect(authorised).toMatchObject({
    contract: { workloads: [workload] },
    envelope,
    digest: envelope.digest,
    notBefore: new Date('2026-11-01T00:00:00Z'),
    notAfter: new Date('2027-11-01T00:00:00Z'),
    unchanged: false,
  });
});

it('refuses what is incomplete, and says who is missing', async () => {
  const result = await authoriseContract(
    await site.sign(site.contract(), [site.keys.alice]),
    context,
  );
  expect(result).toStrictEqual({
    ok: false,
    problems: [
      {
        code: 'requirement-not-met',
        path: '/governance/provision',
        detail:
          'provision wants the signature of bob, a weight of 1 more, a signer in another role; not signed yet: bob',
      },
    ],
  });
});

it('refuses what the review refuses', async () => {
  const envelope = await site.sign(site.contract({ audience: { charterId: 'x', nodes: [] } }));
  expect(problemsIn(await authoriseContract(envelope, context))).toStrictEqual([
    'identifier-invalid /audience/charterId',
  ]);
});

it('walks a chain from the first version to the newest, as a fresh host does', async () => {
  const chain = [site.contract()];
  for (const version of [2, 3]) {
    const last = chain.at(-1) ?? site.contract();
    const previous = (await site.sign(last)).digest;
    chain.push(site.contract({ version, previous, title: `version ${version}` }));
  }
  const long = new Date('2027-10-01T00:00:00Z');
  let known;
  for (const [index, document] of chain.entries()) {
    const purpose = index === chain.length - 1 ? 'newest' : 'ancestor';
    known = valueOf(
      await authoriseContract(await site.sign(document), {
        ...context,
        at: long,
        purpose,
        previous: known,
      }),
    );
  }
  expect(known?.contract.version).toBe(3);
});

it('authorises again the version that is known, with nothing to do', async () => {
  const envelope = await site.sign(site.contract());
  const first = valueOf(await authoriseContract(envelope, context));
  const again = valueOf(await authoriseContract(envelope, { ...context, previous: first }));
  expect(again).toStrictEqual({ ...first, unchanged: true });
});
