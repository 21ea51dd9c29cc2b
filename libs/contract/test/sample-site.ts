import {
  authoriseCharter,
  charterSchemaName,
  contractSchemaName,
  digestOf,
  envelopeOf,
  generateSigningKey,
  publicKeyOf,
  signPayload,
  type AuthorisedCharter,
  type Charter,
  type Contract,
  type ContractId,
  type DocumentKind,
  type Envelope,
  type SigningKey,
  type TrustAnchor,
} from '../src/index.js';

/** The time at which everything of the sample site is signed and received. */
export const sampleTime = new Date('2026-11-20T08:00:00Z');
export const sampleCharterId = '01K9ZX3V7Q8R9S0T1V2W3X4Y5Z';
export const sampleContractId = '01K9ZX4A1B2C3D4E5F6G7H8J9K' as ContractId;

/** Deep JSON of a document before it is signed: for tests that bend it. */
export type Draft<Document> = { -readonly [Member in keyof Document]: Draft<Document[Member]> };

/**
 * A site with two principals, `alice` (network) and `bob` (security), who must both sign, and two hosts: `host-a`
 * (underlay eth0 198.51.100.1) and `host-b` (eth0 198.51.100.2), each with eth1 as a parent that contracts may use.
 */
export interface SampleSite {
  readonly keys: Readonly<Record<'alice' | 'bob' | 'hostA' | 'hostB', SigningKey>>;
  readonly charter: Envelope<'charter'>;
  readonly anchor: TrustAnchor;
  readonly authorisedCharter: AuthorisedCharter;
  /** The JSON of a contract of this site, with the given parts replaced. Without workloads unless given. */
  contract(parts?: Partial<Record<keyof Contract, unknown>>): Draft<Contract>;
  /** Signed by alice and bob, unless others are given. */
  sign(contract: object, signers?: readonly SigningKey[]): Promise<Envelope<'contract'>>;
}

/** The sample site, with parts of its charter replaced and with keys of your own where wanted. */
export async function sampleSite(
  parts: Partial<Record<keyof Charter, unknown>> = {},
  keys: SampleSite['keys'] = sampleKeys,
): Promise<SampleSite> {
  const charter = await signDocument('charter', { ...sampleCharter(keys), ...parts }, [
    keys.alice,
    keys.bob,
  ]);
  const anchor = { digest: charter.digest };
  const authorised = await authoriseCharter(charter, { anchor, at: sampleTime });
  if (!authorised.ok)
    throw new Error(`the sample charter is refused: ${JSON.stringify(authorised.problems)}`);
  return {
    keys,
    charter,
    anchor,
    authorisedCharter: authorised.value,
    contract: (replaced = {}) => ({ ...sampleContract(), ...replaced }) as Draft<Contract>,
    sign: (contract, signers = [keys.alice, keys.bob]) =>
      signDocument('contract', contract, signers),
  };
}

/** The same keys for every sample site of a test file: documents of one are signed for all. */
const sampleKeys = {
  alice: generateSigningKey(),
  bob: generateSigningKey('P-256'),
  hostA: generateSigningKey(),
  hostB: generateSigningKey(),
};

/** Signs the JSON text of any document, in the order of the keys. */
export async function signDocument<Kind extends DocumentKind>(
  kind: Kind,
  document: object,
  signers: readonly SigningKey[],
  issuedAt: Date = sampleTime,
): Promise<Envelope<Kind>> {
  const payload = new TextEncoder().encode(JSON.stringify(document));
  const signatures = await Promise.all(
    signers.map((key) => signPayload(payload, kind, key, issuedAt)),
  );
  return envelopeOf(kind, payload, signatures);
}

/** The JSON of the sample charter, version 1. */
export function sampleCharter(keys: SampleSite['keys']): Draft<Charter> {
  return {
    schema: charterSchemaName,
    charterId: sampleCharterId,
    version: 1,
    title: 'sample site',
    validity: { notBefore: '2026-01-01T00:00:00Z', notAfter: '2028-01-01T00:00:00Z' },
    rules: { amend: bothSign },
    principals: [principal('alice', 'network', keys.alice), principal('bob', 'security', keys.bob)],
    nodes: [node('host-a', '198.51.100.1', keys.hostA), node('host-b', '198.51.100.2', keys.hostB)],
  } as unknown as Draft<Charter>;
}

/** What both principals must sign, in their two roles. */
export const bothSign = {
  requests: [
    { principal: 'alice', role: 'network', required: true, weight: 1 },
    { principal: 'bob', role: 'security', required: true, weight: 1 },
  ],
  weightRequired: 2,
  separationOfDuties: true,
};

/** The JSON of the sample contract, version 1, without workloads. */
export function sampleContract(): Draft<Contract> {
  return {
    schema: contractSchemaName,
    contractId: sampleContractId,
    version: 1,
    title: 'sample contract',
    owner: { tenant: 'acme' },
    audience: { charterId: sampleCharterId, nodes: ['host-a', 'host-b'] },
    validity: {
      notBefore: '2026-11-01T00:00:00Z',
      notAfter: '2027-11-01T00:00:00Z',
      onExpiry: 'remove',
    },
    governance: { provision: bothSign, amend: bothSign },
    workloads: [],
  } as unknown as Draft<Contract>;
}

function principal(id: string, role: string, key: SigningKey): object {
  const validity = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2028-01-01T00:00:00Z' };
  return { id, roles: [role], keys: [{ key: publicKeyOf(key), ...validity }] };
}

function node(id: string, address: string, key: SigningKey): object {
  const underlays = [{ link: 'eth0', addresses: [address] }];
  return { id, key: publicKeyOf(key), underlays, parents: ['eth1'] };
}

/** The digest of the JSON text that `signDocument` signs. */
export function digestOfDocument(document: object): string {
  return digestOf(new TextEncoder().encode(JSON.stringify(document)));
}
