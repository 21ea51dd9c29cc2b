import { bend } from '../test/bend.js';
import {
  bothSign,
  sampleCharter,
  sampleContract,
  sampleSite,
  sampleTime,
  signDocument,
} from '../test/sample-site.js';
import { problemsIn, valueOf } from '../test/results.js';
import { authoriseCharter } from './authorise-charter.js';
import { authoriseContract } from './authorise-contract.js';
import { parseCharter } from './charter.js';
import { parseContract } from './contract.js';
import { envelopeOf, parseEnvelope, serializeEnvelope } from './envelope.js';
import type { Digest } from './fields.js';
import { contractForceProblems } from './in-force.js';
import { refuse, type Result } from './problem.js';
import {
  contractProblemCodes,
  isContractProblemCode,
  type ContractProblemCode,
} from './problem-codes.js';
import { generateSigningKey, type SigningKey } from './signing-key.js';
import { parseStrictJson } from './strict-json.js';

const site = await sampleSite();
const { alice, bob } = site.keys;
const accepted = await site.sign(sampleContract());
const known = valueOf(
  await authoriseContract(accepted, { charter: site.authorisedCharter, at: sampleTime }),
);
const wire = JSON.parse(serializeEnvelope(accepted)) as {
  payload: string;
  signatures: Record<'protected' | 'signature', string>[];
};

const anyDigest = `sha256:${'0'.repeat(64)}` as Digest;
const versionTwo = { ...known, digest: anyDigest, contract: { ...known.contract, version: 2 } };
const next = { '/version': 2, '/previous': known.digest };
const early = new Date('2026-01-02T00:00:00Z');
const late = new Date('2027-11-02T00:00:00Z');

type Changes = Readonly<Record<string, unknown>>;
type Refusal = Result<unknown> | Promise<Result<unknown>>;

function json(text: string): Refusal {
  return parseStrictJson(Buffer.from(text));
}

function envelope(changes: Changes): Refusal {
  return parseEnvelope(bend(wire, changes), 'contract');
}

function header(changes: Changes): Refusal {
  const members = {
    alg: 'EdDSA',
    kid: alice.kid,
    typ: 'application/hercules-contract+json',
    iat: 0,
  };
  const text = Buffer.from(JSON.stringify(bend(members, changes))).toString('base64url');
  return envelope({ '/signatures/0/protected': text });
}

function charter(changes: Changes): Refusal {
  return parseCharter(Buffer.from(JSON.stringify(bend(sampleCharter(site.keys), changes))));
}

function contract(changes: Changes): Refusal {
  return parseContract(Buffer.from(JSON.stringify(bend(sampleContract(), changes))));
}

async function signed(
  changes: Changes,
  signers: readonly SigningKey[] = [alice, bob],
  replaced: Partial<Parameters<typeof authoriseContract>[1]> = {},
): Promise<Result<unknown>> {
  const document = await signDocument('contract', bend(sampleContract(), changes), signers);
  return authoriseContract(document, {
    charter: site.authorisedCharter,
    at: sampleTime,
    ...replaced,
  });
}

async function signatureOfAnother(): Promise<Result<unknown>> {
  const other = await signDocument('contract', { title: 'another' }, [alice]);
  const mixed = envelopeOf('contract', accepted.payload, other.signatures);
  return authoriseContract(mixed, { charter: site.authorisedCharter, at: sampleTime });
}

/** The sample contract before a charter that was signed later than at the sample time. */
async function underCharter(changes: Changes): Promise<Result<unknown>> {
  const document = await signDocument('charter', bend(sampleCharter(site.keys), changes), [
    alice,
    bob,
  ]);
  const anchor = { digest: document.digest };
  const authorised = await authoriseCharter(document, {
    anchor,
    at: new Date('2026-12-01T00:00:00Z'),
  });
  return signed({}, [alice, bob], { charter: valueOf(authorised) });
}

const workload = { name: 'a', type: 'vxlan', version: 1, data: {} };
const bobAlone = bend(bothSign, {
  '/requests': [bothSign.requests[1]],
  '/weightRequired': 1,
  '/separationOfDuties': false,
});

/** The smallest mistake for each code, and where it is told to be. */
const mistakes = {
  'json-not-utf8': ['', () => parseStrictJson(Uint8Array.of(0xff))],
  'json-syntax': ['/a', () => json('{"a":}')],
  'json-duplicate-member': ['/a', () => json('{"a":1,"a":1}')],
  'json-unsafe-number': ['/a', () => json('{"a":9007199254740992}')],
  'json-too-deep': ['/0'.repeat(64), () => json('['.repeat(65))],
  'envelope-malformed': ['/payload', () => envelope({ '/payload': 1 })],
  'envelope-header-not-allowed': ['/signatures/0/protected', () => header({ '/crit': [] })],
  'envelope-wrong-typ': ['/signatures/0/protected', () => header({ '/typ': 'JWT' })],
  'envelope-algorithm-not-allowed': ['/signatures/0/protected', () => header({ '/alg': 'none' })],
  'envelope-encoding': [
    '/signatures/1/signature',
    () => envelope({ '/signatures/1/signature': 'A' }),
  ],
  'signature-unknown-key': ['/signatures/0/protected', () => signed({}, [generateSigningKey()])],
  'signature-key-not-valid': [
    '/signatures/1/protected',
    () => underCharter({ '/principals/1/keys/0/notBefore': '2026-11-20T08:00:01Z' }),
  ],
  'signature-invalid': ['/signatures/0/signature', signatureOfAnother],
  'signature-duplicate': [
    '/signatures/2/protected',
    () => envelope({ '/signatures/2': wire.signatures[0] }),
  ],
  'signature-not-requested': [
    '/signatures/0/protected',
    () => signed({ '/governance/provision': bobAlone, '/governance/amend': bobAlone }),
  ],
  'member-unknown': ['/validity/forever', () => contract({ '/validity/forever': true })],
  'member-missing': ['/title', () => contract({ '/title': undefined })],
  'value-invalid': ['/owner/tenant', () => contract({ '/owner/tenant': 1 })],
  'name-invalid': ['/owner/tenant', () => contract({ '/owner/tenant': 'ACME' })],
  'identifier-invalid': ['/contractId', () => contract({ '/contractId': '1' })],
  'time-invalid': ['/validity/notAfter', () => contract({ '/validity/notAfter': 'tomorrow' })],
  'digest-invalid': ['/previous', () => contract({ '/previous': 'md5:0' })],
  'duplicate-entry': ['/nodes/1', () => charter({ '/nodes/1/id': 'host-a' })],
  'reference-unknown': ['/audience/nodes/1', () => signed({ '/audience/nodes/1': 'host-z' })],
  'charter-not-trusted': [
    '',
    () =>
      authoriseCharter(site.charter, { anchor: { keyId: site.keys.hostA.kid }, at: sampleTime }),
  ],
  'charter-wrong-site': [
    '/audience/charterId',
    () => signed({ '/audience/charterId': known.contract.contractId }),
  ],
  'charter-not-in-force': [
    '/validity',
    () => signed({}, [], { at: new Date('2025-01-01T00:00:00Z') }),
  ],
  'contract-not-yet-valid': [
    '/validity/notBefore',
    () => refuse(...contractForceProblems(known.contract, early)),
  ],
  'contract-expired': ['/validity/notAfter', () => signed({}, [alice, bob], { at: late })],
  'contract-signing-deadline-passed': [
    '/validity/signBy',
    () => signed({ '/validity/signBy': '2026-11-20T07:59:59Z' }),
  ],
  'version-old': ['/version', () => signed({}, [alice, bob], { previous: versionTwo })],
  'version-gap': ['/version', () => signed(next)],
  'version-equivocation': [
    '/version',
    () => signed({ '/title': 'another' }, [alice, bob], { previous: known }),
  ],
  'previous-mismatch': [
    '/previous',
    () => signed({ ...next, '/previous': anyDigest }, [alice, bob], { previous: known }),
  ],
  'workload-silent-edit': [
    '/workloads/0/version',
    () => signed({ ...next, '/workloads/0': workload }, [alice, bob], { previous: known }),
  ],
  'requirement-impossible': [
    '/governance/provision/weightRequired',
    () => contract({ '/governance/provision/weightRequired': 3 }),
  ],
  'requirement-weaker-than-charter': ['/governance/amend', () => weakerThanCharter()],
  'requirement-role-not-held': [
    '/rules/amend/requests/0/role',
    () => charter({ '/rules/amend/requests/0/role': 'finance' }),
  ],
  'requirement-not-met': ['/governance/provision', () => signed({}, [alice])],
} satisfies Record<ContractProblemCode, readonly [path: string, make: () => Refusal]>;

async function weakerThanCharter(): Promise<Result<unknown>> {
  const other = await sampleSite({ governance: { amend: bothSign } }, site.keys);
  return signed({ '/governance/amend': bobAlone }, [alice, bob], {
    charter: other.authorisedCharter,
  });
}

it.each(contractProblemCodes)(
  '%s is told for its smallest mistake, at its path, in one sentence',
  async (code) => {
    const [path, make] = mistakes[code];
    const result = await make();
    expect(problemsIn(result)).toStrictEqual([`${code} ${path}`]);
    expect(result).toMatchObject({
      problems: [{ detail: expect.stringMatching(/^[^A-Z].{10,}[^.\n]$/) }],
    });
  },
);

it('knows its codes from others', () => {
  expect(isContractProblemCode('json-syntax')).toBe(true);
  expect(isContractProblemCode('vni-out-of-range')).toBe(false);
});
