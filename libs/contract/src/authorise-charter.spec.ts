import { bend } from '../test/bend.js';
import { problemsIn, valueOf } from '../test/results.js';
import { sampleCharter, sampleSite, sampleTime, signDocument } from '../test/sample-site.js';
import { authoriseCharter, type CharterContext } from './authorise-charter.js';
import type { AuthorisedCharter } from './authorised.js';
import type { Digest } from './fields.js';
import type { Result } from './problem.js';
import { generateSigningKey, publicKeyOf, type SigningKey } from './signing-key.js';

const site = await sampleSite();
const { alice, bob } = site.keys;
const carol = generateSigningKey();
const first = site.authorisedCharter;
const context: CharterContext = { anchor: site.anchor, at: sampleTime };
const wrongDigest = `sha256:${'0'.repeat(64)}` as Digest;

async function first1(
  changes: Readonly<Record<string, unknown>>,
  signers: readonly SigningKey[],
  replaced: Partial<CharterContext> = {},
): Promise<Result<AuthorisedCharter>> {
  const envelope = await signDocument('charter', bend(sampleCharter(site.keys), changes), signers);
  return authoriseCharter(envelope, {
    ...context,
    anchor: { digest: envelope.digest },
    ...replaced,
  });
}

describe('version 1', () => {
  it('is authorised by its digest', () => {
    expect(first.signers.map(({ principal }) => principal)).toStrictEqual(['alice', 'bob']);
    expect(first.unchanged).toBe(false);
  });

  it('is authorised by a key that signed it', async () => {
    expect(
      problemsIn(await first1({}, [alice, bob], { anchor: { keyId: bob.kid } })),
    ).toStrictEqual([]);
  });

  it.each<
    [
      string,
      Record<string, unknown>,
      readonly SigningKey[],
      Partial<CharterContext>,
      readonly string[],
    ]
  >([
    [
      'has another digest',
      {},
      [alice, bob],
      { anchor: { digest: wrongDigest } },
      ['charter-not-trusted '],
    ],
    [
      'is not signed with the key of the anchor',
      {},
      [alice, bob],
      { anchor: { keyId: site.keys.hostA.kid } },
      ['charter-not-trusted '],
    ],
    ['is signed by one only', {}, [alice], {}, ['requirement-not-met /rules/amend']],
    ['is not signed at all', {}, [], {}, ['requirement-not-met /rules/amend']],
    [
      'is signed by a host',
      {},
      [alice, bob, site.keys.hostA],
      {},
      ['signature-unknown-key /signatures/2/protected'],
    ],
    [
      'is signed by a stranger',
      {},
      [carol, alice, bob],
      {},
      ['signature-unknown-key /signatures/0/protected'],
    ],
    [
      'is really version 2',
      { '/version': 2, '/previous': wrongDigest },
      [alice, bob],
      {},
      ['version-gap /version'],
    ],
    [
      'has run out',
      {},
      [alice, bob],
      { at: new Date('2028-01-01T00:00:00Z') },
      [
        'signature-key-not-valid /signatures/0/protected',
        'signature-key-not-valid /signatures/1/protected',
      ],
    ],
    [
      'has run out though its keys have not',
      { '/validity/notAfter': '2026-06-01T00:00:00Z' },
      [alice, bob],
      {},
      ['charter-not-in-force /validity'],
    ],
    [
      'has not begun',
      { '/validity/notBefore': '2027-01-01T00:00:00Z' },
      [alice, bob],
      {},
      ['charter-not-in-force /validity'],
    ],
    [
      'does not hold together',
      { '/rules/amend/weightRequired': 3 },
      [alice, bob],
      {},
      ['requirement-impossible /rules/amend/weightRequired'],
    ],
  ])('is refused when it %s', async (_what, changes, signers, replaced, problems) => {
    expect(problemsIn(await first1(changes, signers, replaced))).toStrictEqual(problems);
  });

  it('is refused when someone signed whom its amend rule does not ask', async () => {
    const third = {
      id: 'carol',
      roles: [],
      keys: [{ ...first.charter.principals[0]?.keys[0], key: publicKeyOf(carol) }],
    };
    const changes = { '/principals/2': third };
    expect(problemsIn(await first1(changes, [alice, bob, carol]))).toStrictEqual([
      'signature-not-requested /signatures/2/protected',
    ]);
  });

  it('is an ancestor long after its keys and its validity have run out', async () => {
    const receipt = { at: new Date('2040-01-01T00:00:00Z'), purpose: 'ancestor' } as const;
    expect(problemsIn(await first1({}, [alice, bob], receipt))).toStrictEqual([]);
  });
});

const carolJoins = {
  id: 'carol',
  roles: ['security'],
  keys: [
    {
      key: publicKeyOf(carol),
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2028-01-01T00:00:00Z',
    },
  ],
};
const aliceAndCarol = {
  requests: [
    { principal: 'alice', role: 'network', required: true, weight: 1 },
    { principal: 'carol', role: 'security', required: true, weight: 1 },
  ],
  weightRequired: 2,
  separationOfDuties: true,
};
const carolForBob = { '/principals/2': carolJoins, '/rules/amend': aliceAndCarol };

async function second(
  changes: Readonly<Record<string, unknown>>,
  signers: readonly SigningKey[],
  at = sampleTime,
): Promise<Result<AuthorisedCharter>> {
  const next = { '/version': 2, '/previous': first.digest, ...changes };
  const envelope = await signDocument('charter', bend(sampleCharter(site.keys), next), signers);
  return authoriseCharter(envelope, { anchor: { digest: wrongDigest }, previous: first, at });
}

describe('version 2', () => {
  it('is authorised by those who could amend version 1, whatever the anchor', async () => {
    expect(
      valueOf(await second({}, [bob, alice])).signers.map(({ principal }) => principal),
    ).toStrictEqual(['bob', 'alice']);
  });

  it('counts one signature of a principal for the old and the new rule', async () => {
    expect(problemsIn(await second(carolForBob, [alice, bob, carol]))).toStrictEqual([]);
  });

  it('may bring new keys for its principals, who sign with their old ones', async () => {
    const rotated = { ...first.charter.principals[0]?.keys[0], key: publicKeyOf(carol) };
    expect(
      problemsIn(await second({ '/principals/0/keys': [rotated] }, [alice, bob])),
    ).toStrictEqual([]);
  });

  it('follows a charter that has run out, as long as the keys have not', async () => {
    const short = valueOf(
      await first1({ '/validity/notAfter': '2026-12-01T00:00:00Z' }, [alice, bob]),
    );
    const next = bend(sampleCharter(site.keys), { '/version': 2, '/previous': short.digest });
    const envelope = await signDocument('charter', next, [alice, bob]);
    const receipt = { ...context, previous: short, at: new Date('2027-06-01T00:00:00Z') };
    expect(problemsIn(await authoriseCharter(envelope, receipt))).toStrictEqual([]);
  });

  it.each<[string, Record<string, unknown>, readonly SigningKey[], readonly string[]]>([
    [
      'those of the new rule alone signed',
      carolForBob,
      [alice, carol],
      ['requirement-not-met /previous'],
    ],
    [
      'those of the old rule alone signed',
      carolForBob,
      [alice, bob],
      ['requirement-not-met /rules/amend'],
    ],
    [
      'an old principal signed with a key that only the new version knows',
      { '/principals/0/keys/0/key': publicKeyOf(carol) },
      [carol, bob],
      ['requirement-not-met /previous'],
    ],
    [
      'one principal signed with an old and a new key',
      { '/principals/0/keys/1': carolJoins.keys[0] },
      [alice, carol, bob],
      ['signature-duplicate /signatures/1/protected'],
    ],
    [
      'it is for another site',
      { '/charterId': '01K9ZX3V7Q8R9S0T1V2W3X4Y60' },
      [alice, bob],
      ['charter-wrong-site /charterId'],
    ],
    [
      'it names another version before it',
      { '/previous': wrongDigest },
      [alice, bob],
      ['previous-mismatch /previous'],
    ],
    ['it leaves out a version', { '/version': 3 }, [alice, bob], ['version-gap /version']],
    [
      'it is another version 1',
      { '/version': 1, '/previous': undefined, '/title': 'another' },
      [alice, bob],
      ['version-equivocation /version'],
    ],
  ])('is refused when %s', async (_what, changes, signers, problems) => {
    expect(problemsIn(await second(changes, signers))).toStrictEqual(problems);
  });

  it('is refused when a key that signed is revoked in version 1, from that moment on', async () => {
    const revoked = valueOf(
      await first1({ '/principals/0/keys/0/revokedAt': '2026-12-01T00:00:00Z' }, [alice, bob]),
    );
    const next = bend(sampleCharter(site.keys), { '/version': 2, '/previous': revoked.digest });
    const envelope = await signDocument('charter', next, [alice, bob]);
    const received = async (at: string): Promise<readonly string[]> =>
      problemsIn(
        await authoriseCharter(envelope, { ...context, previous: revoked, at: new Date(at) }),
      );
    await expect(received('2026-11-30T23:59:59Z')).resolves.toStrictEqual([]);
    await expect(received('2026-12-01T00:00:00Z')).resolves.toStrictEqual([
      'signature-key-not-valid /signatures/0/protected',
    ]);
  });
});

it('says that nothing is to do when the same version comes again', async () => {
  const again = await authoriseCharter(site.charter, { ...context, previous: first });
  expect(valueOf(again)).toStrictEqual({ ...first, unchanged: true });
});
