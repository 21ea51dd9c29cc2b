import { bend } from '../test/bend.js';
import { problemsIn, valueOf } from '../test/results.js';
import {
  bothSign,
  sampleCharter,
  sampleContract,
  sampleSite,
  sampleTime,
  signDocument,
  type SampleSite,
} from '../test/sample-site.js';
import { authoriseContract } from './authorise-contract.js';
import type { AuthorisedContract } from './authorised.js';
import { envelopeOf, type Envelope } from './envelope.js';
import type { Result } from './problem.js';
import { reviewContract, type ContractContext, type ContractReview } from './review-contract.js';
import { signPayload } from './signature.js';
import { generateSigningKey, publicKeyOf, type SigningKey } from './signing-key.js';

const carol = generateSigningKey();
const aliceSecondKey = generateSigningKey('P-384');
const period = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2028-01-01T00:00:00Z' };
const site = await siteWith({});
const { alice, bob } = site.keys;
const demanding = await siteWith({ '/governance': { provision: bothSign, revoke: bothSign } });

/** The sample site with a third principal, carol, whom no contract asks unless it says so, and a second key of alice. */
async function siteWith(changes: Readonly<Record<string, unknown>>): Promise<SampleSite> {
  const base = await sampleSite();
  const charter = bend(sampleCharter(base.keys), {
    '/principals/2': {
      id: 'carol',
      roles: ['network'],
      keys: [{ key: publicKeyOf(carol), ...period }],
    },
    '/principals/0/keys/1': { key: publicKeyOf(aliceSecondKey), ...period },
    ...changes,
  });
  return sampleSite(charter, base.keys);
}

const context: ContractContext = { charter: site.authorisedCharter, at: sampleTime };

async function review(
  changes: Readonly<Record<string, unknown>>,
  signers: readonly SigningKey[] = [alice, bob],
  replaced: Partial<ContractContext> = {},
): Promise<Result<ContractReview>> {
  const envelope = await signDocument('contract', bend(sampleContract(), changes), signers);
  return reviewContract(envelope, { ...context, ...replaced });
}

describe('a contract with nothing wrong', () => {
  it('is complete when all who must have signed', async () => {
    const reviewed = valueOf(await review({}));
    expect(reviewed).toMatchObject({ complete: true, missing: [], unchanged: false });
    expect(reviewed.signers).toStrictEqual([
      { principal: 'alice', kid: alice.kid, issuedAt: sampleTime },
      { principal: 'bob', kid: bob.kid, issuedAt: sampleTime },
    ]);
  });

  it('says what is missing until then', async () => {
    expect(valueOf(await review({}, [bob]))).toMatchObject({
      complete: false,
      missing: [
        {
          path: '/governance/provision',
          required: ['alice'],
          weight: 1,
          anotherRole: true,
          open: ['alice'],
        },
      ],
    });
    expect(valueOf(await review({}, [])).complete).toBe(false);
  });

  it('does without the optional ones', async () => {
    const provision = bend(bothSign, {
      '/requests/2': { principal: 'carol', required: false, weight: 5 },
      '/separationOfDuties': false,
    });
    expect(valueOf(await review({ '/governance/provision': provision })).complete).toBe(true);
    expect(
      valueOf(await review({ '/governance/provision': provision }, [alice, bob, carol])).signers,
    ).toHaveLength(3);
  });

  it('may come before it begins, and just before it ends', async () => {
    expect(
      problemsIn(await review({}, [alice, bob], { at: new Date('2026-02-01T00:00:00Z') })),
    ).toStrictEqual([]);
    expect(
      problemsIn(await review({}, [alice, bob], { at: new Date('2027-10-31T23:59:59Z') })),
    ).toStrictEqual([]);
  });
});

describe('a contract is refused, with the path, when', () => {
  it.each<
    [
      string,
      Record<string, unknown>,
      readonly SigningKey[],
      Partial<ContractContext>,
      readonly string[],
    ]
  >([
    [
      'a stranger signed',
      {},
      [alice, bob, generateSigningKey()],
      {},
      ['signature-unknown-key /signatures/2/protected'],
    ],
    ['a host signed', {}, [site.keys.hostA], {}, ['signature-unknown-key /signatures/0/protected']],
    [
      'someone signed whom nobody asked',
      {},
      [alice, carol, bob],
      {},
      ['signature-not-requested /signatures/1/protected'],
    ],
    [
      'one person signed with two keys',
      {},
      [alice, aliceSecondKey],
      {},
      ['signature-duplicate /signatures/1/protected'],
    ],
    [
      'the charter has run out',
      {},
      [],
      { at: new Date('2028-01-01T00:00:00Z') },
      ['charter-not-in-force /validity', 'contract-expired /validity/notAfter'],
    ],
    [
      'the charter has not begun',
      {},
      [],
      { at: new Date('2025-12-31T23:59:59Z') },
      ['charter-not-in-force /validity'],
    ],
    [
      'it has run out',
      {},
      [alice, bob],
      { at: new Date('2027-11-01T00:00:00Z') },
      ['contract-expired /validity/notAfter'],
    ],
    [
      'it is for another site',
      { '/audience/charterId': '01K9ZX3V7Q8R9S0T1V2W3X4Y60' },
      [alice, bob],
      {},
      ['charter-wrong-site /audience/charterId'],
    ],
    [
      'it is for a host that the charter does not know',
      { '/audience/nodes/1': 'host-z' },
      [alice, bob],
      {},
      ['reference-unknown /audience/nodes/1'],
    ],
    [
      'it asks a stranger',
      { '/governance/amend/requests/0/principal': 'mallory' },
      [alice, bob],
      {},
      ['reference-unknown /governance/amend/requests/0/principal'],
    ],
    [
      'it asks someone in a role that is not theirs',
      { '/governance/revoke': bend(bothSign, { '/requests/1/role': 'finance' }) },
      [alice, bob],
      {},
      ['requirement-role-not-held /governance/revoke/requests/1/role'],
    ],
    [
      'it begins with a later version',
      { '/version': 2, '/previous': `sha256:${'0'.repeat(64)}` },
      [alice, bob],
      {},
      ['version-gap /version'],
    ],
    [
      'its payload does not hold together',
      { '/title': 7 },
      [alice, bob],
      {},
      ['value-invalid /title'],
    ],
  ])('%s', async (_what, changes, signers, replaced, problems) => {
    expect(problemsIn(await review(changes, signers, replaced))).toStrictEqual(problems);
  });

  it('a signature is on other bytes', async () => {
    const signed = await signDocument('contract', sampleContract(), [alice, bob]);
    const other = await signDocument('contract', { ...sampleContract(), title: 'another' }, []);
    const forged = envelopeOf('contract', other.payload, signed.signatures);
    expect(problemsIn(await reviewContract(forged, context))).toStrictEqual([
      'signature-invalid /signatures/0/signature',
      'signature-invalid /signatures/1/signature',
    ]);
  });

  it('a signature is wrong, before the payload is read at all', async () => {
    const payload = new TextEncoder().encode('this is no JSON');
    const wrong = await signPayload(new Uint8Array(), 'contract', alice, sampleTime);
    expect(
      problemsIn(await reviewContract(envelopeOf('contract', payload, [wrong]), context)),
    ).toStrictEqual(['signature-invalid /signatures/0/signature']);
  });

  it('an optional signature is wrong though the others are enough', async () => {
    const envelope = await site.sign(sampleContract());
    const [first, second] = envelope.signatures;
    if (first === undefined || second === undefined) throw new Error('two have signed');
    const broken = { ...envelope, signatures: [first, second, { ...first, kid: carol.kid }] };
    expect(problemsIn(await reviewContract(broken, context))).toStrictEqual([
      'signature-invalid /signatures/2/signature',
    ]);
  });

  it('the algorithm is not that of the key', async () => {
    const envelope = await site.sign(sampleContract(), [alice]);
    const signatures = envelope.signatures.map((signature) => ({
      ...signature,
      algorithm: 'ES256' as const,
    }));
    expect(problemsIn(await reviewContract({ ...envelope, signatures }, context))).toStrictEqual([
      'envelope-algorithm-not-allowed /signatures/0/protected',
    ]);
  });
});

describe('a key', () => {
  it.each([
    ['not valid yet', '2026-05-31T23:59:59Z', ['signature-key-not-valid /signatures/0/protected']],
    ['valid', '2026-06-01T00:00:00Z', []],
    ['valid until just before it is revoked', '2026-08-31T23:59:59Z', []],
    ['revoked', '2026-09-01T00:00:00Z', ['signature-key-not-valid /signatures/0/protected']],
  ])('is %s at the time of receipt, whatever the signature says', async (_what, at, problems) => {
    const charter = await siteWith({
      '/principals/2/keys/0/notBefore': '2026-06-01T00:00:00Z',
      '/principals/2/keys/0/revokedAt': '2026-09-01T00:00:00Z',
    });
    const provision = {
      requests: [{ principal: 'carol', required: true, weight: 1 }],
      weightRequired: 1,
      separationOfDuties: false,
    };
    const changes = { '/governance/provision': provision };
    const replaced = { charter: charter.authorisedCharter, at: new Date(at) };
    expect(problemsIn(await review(changes, [carol], replaced))).toStrictEqual(problems);
  });
});

describe('the least that the charter demands', () => {
  const aliceAlone = {
    requests: [{ principal: 'alice', required: true, weight: 1 }],
    weightRequired: 1,
    separationOfDuties: false,
  };

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['is met by the same', {}, []],
    ['says nothing of purposes that it does not name', { '/governance/amend': aliceAlone }, []],
    [
      'refuses less',
      { '/governance/provision': aliceAlone },
      ['requirement-weaker-than-charter /governance/provision'],
    ],
    [
      'refuses less for what is optional',
      { '/governance/revoke': aliceAlone },
      ['requirement-weaker-than-charter /governance/revoke'],
    ],
  ])('%s', async (_what, changes, problems) => {
    const envelope = await signDocument('contract', bend(sampleContract(), changes), []);
    expect(
      problemsIn(
        await reviewContract(envelope, { ...context, charter: demanding.authorisedCharter }),
      ),
    ).toStrictEqual(problems);
  });
});

describe('the deadline for signing', () => {
  const signBy = { '/validity/signBy': '2026-12-01T00:00:00Z' };
  const late = new Date('2026-12-01T00:00:01Z');

  async function signedAt(...moments: readonly Date[]): Promise<Envelope<'contract'>> {
    const payload = new TextEncoder().encode(JSON.stringify(bend(sampleContract(), signBy)));
    const signers = [alice, bob];
    const signatures = moments.map((moment, index) =>
      signPayload(payload, 'contract', signers[index] ?? alice, moment),
    );
    return envelopeOf('contract', payload, await Promise.all(signatures));
  }

  it.each<[string, readonly Date[], Date, readonly string[]]>([
    ['has not passed', [sampleTime], sampleTime, []],
    [
      'has passed while signatures are wanting',
      [sampleTime],
      late,
      ['contract-signing-deadline-passed /validity/signBy'],
    ],
    [
      'has passed before the last one signed',
      [sampleTime, late],
      late,
      ['contract-signing-deadline-passed /validity/signBy'],
    ],
    ['has passed since all signed, when a host hears of it', [sampleTime, sampleTime], late, []],
  ])('%s', async (_what, moments, at, problems) => {
    expect(
      problemsIn(await reviewContract(await signedAt(...moments), { ...context, at })),
    ).toStrictEqual(problems);
  });
});

const workload = { name: 'segment', type: 'vxlan', version: 1, data: { vni: 100 } };
const carolAlone = {
  requests: [{ principal: 'carol', required: true, weight: 1 }],
  weightRequired: 1,
  separationOfDuties: false,
};
const bobAndCarol = bend(bothSign, { '/requests/0/principal': 'carol' });

async function firstVersion(): Promise<AuthorisedContract> {
  const envelope = await site.sign(
    bend(sampleContract(), { '/workloads/0': workload, '/governance/amend': bobAndCarol }),
  );
  return valueOf(await authoriseContract(envelope, context));
}
const first = await firstVersion();

describe('version 2', () => {
  async function second(
    changes: Readonly<Record<string, unknown>>,
    signers: readonly SigningKey[],
  ): Promise<Result<ContractReview>> {
    const next = { '/version': 2, '/previous': first.digest, '/workloads/0': workload, ...changes };
    return review(next, signers, { previous: first });
  }

  it('meets the old amend and the new provision, and a signer in both counts for both', async () => {
    expect(valueOf(await second({}, [alice, bob, carol])).complete).toBe(true);
    expect(
      valueOf(await second({ '/governance/provision': carolAlone }, [bob, carol])).complete,
    ).toBe(true);
  });

  it.each<[string, Record<string, unknown>, readonly SigningKey[], readonly string[]]>([
    ['the old amend', {}, [alice, bob], ['/previous']],
    ['the new provision', {}, [bob, carol], ['/governance/provision']],
    ['both', {}, [bob], ['/previous', '/governance/provision']],
  ])('is incomplete without %s', async (_what, changes, signers, paths) => {
    const reviewed = valueOf(await second(changes, signers));
    expect(reviewed.complete).toBe(false);
    expect(reviewed.missing.map(({ path }) => path)).toStrictEqual(paths);
  });

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    [
      'it names another version before it',
      { '/previous': `sha256:${'0'.repeat(64)}` },
      ['previous-mismatch /previous'],
    ],
    ['it leaves out a version', { '/version': 3 }, ['version-gap /version']],
    [
      'it is another version 1',
      { '/version': 1, '/previous': undefined, '/title': 'another' },
      ['version-equivocation /version'],
    ],
    [
      'it is another contract',
      { '/contractId': '01K9ZX4A1B2C3D4E5F6G7H8J00' },
      ['previous-mismatch /contractId'],
    ],
    [
      'a workload changed silently',
      { '/workloads/0': { ...workload, data: { vni: 101 } } },
      ['workload-silent-edit /workloads/0/version'],
    ],
  ])('is refused when %s', async (_what, changes, problems) => {
    expect(problemsIn(await second(changes, [alice, bob, carol]))).toStrictEqual(problems);
  });

  it('is refused when it comes after version 3', async () => {
    const third = { ...first, contract: { ...first.contract, version: 3 } };
    const result = await review(
      { '/version': 2, '/previous': first.digest, '/workloads/0': workload },
      [bob, carol],
      { previous: third },
    );
    expect(problemsIn(result)).toStrictEqual(['version-old /version']);
  });

  it('is nothing new when it is the version that is known, however it is signed this time', async () => {
    const again = await reviewContract(
      { ...first.envelope, signatures: [] },
      { ...context, previous: first },
    );
    expect(valueOf(again)).toMatchObject({
      unchanged: true,
      complete: true,
      envelope: first.envelope,
      signers: first.signers,
    });
  });
});

describe('an ancestor', () => {
  const later = new Date('2040-01-01T00:00:00Z');
  const ancestor = { at: later, purpose: 'ancestor' } as const;

  it('is judged by the keys of its own time, and by nothing that the charter says today', async () => {
    const today = await siteWith({
      '/governance': { provision: bend(bothSign, { '/requests/0/principal': 'carol' }) },
    });
    const changes = {
      '/audience/nodes/1': 'host-that-went',
      '/validity/signBy': '2026-11-20T08:00:00Z',
    };
    const replaced = { ...ancestor, charter: today.authorisedCharter };
    expect(valueOf(await review(changes, [alice, bob], replaced)).complete).toBe(true);
  });

  it('is refused when a key was not valid when it was signed', async () => {
    const envelope = await signDocument(
      'contract',
      sampleContract(),
      [alice, bob],
      new Date('2028-01-01T00:00:00Z'),
    );
    expect(problemsIn(await reviewContract(envelope, { ...context, ...ancestor }))).toStrictEqual([
      'signature-key-not-valid /signatures/0/protected',
      'signature-key-not-valid /signatures/1/protected',
    ]);
  });

  it('must be complete, of this site and in the chain like any other', async () => {
    expect(valueOf(await review({}, [alice], ancestor)).complete).toBe(false);
    expect(
      problemsIn(
        await review(
          { '/audience/charterId': '01K9ZX3V7Q8R9S0T1V2W3X4Y60' },
          [alice, bob],
          ancestor,
        ),
      ),
    ).toStrictEqual(['charter-wrong-site /audience/charterId']);
  });
});
