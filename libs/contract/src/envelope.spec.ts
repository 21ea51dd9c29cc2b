import { signDocument } from '../test/sample-site.js';
import { problemsIn, valueOf } from '../test/results.js';
import {
  envelopeOf,
  parseEnvelope,
  parseEnvelopeSignature,
  serializeEnvelope,
  withSignature,
} from './envelope.js';
import { generateSigningKey } from './signing-key.js';

const keys = [generateSigningKey(), generateSigningKey('P-256'), generateSigningKey('P-384')];
const envelope = await signDocument('contract', { any: 'document' }, keys);

interface Wire {
  payload: string;
  signatures: { protected: string; signature: string }[];
}

function wire(): Wire {
  return JSON.parse(serializeEnvelope(envelope)) as Wire;
}

it('reads the text that it writes, from text, bytes and parsed JSON', () => {
  const text = serializeEnvelope(envelope);
  for (const input of [
    text,
    new TextEncoder().encode(text),
    Buffer.from(text),
    JSON.parse(text),
  ] as unknown[]) {
    expect(valueOf(parseEnvelope(input, 'contract'))).toStrictEqual(envelope);
  }
});

it('keeps the exact payload bytes, whatever they are', () => {
  const payload = Uint8Array.from([0, 255, 123, 32, 10]);
  const read = valueOf(parseEnvelope(serializeEnvelope(envelopeOf('charter', payload)), 'charter'));
  expect(read.payload).toStrictEqual(payload);
  expect(read.digest).toBe(
    'sha256:8cd3c0cad2721b16f5114230fc04a8fa365aeaaf8e065cb0e2e9b539cfc746ef',
  );
});

const [first] = wire().signatures;

it.each<[string, unknown, readonly string[]]>([
  ['something that is no object', 'null', ['envelope-malformed ']],
  ['an empty object', {}, ['envelope-malformed /payload', 'envelope-malformed /signatures']],
  [
    'signatures that are no array',
    { ...wire(), signatures: {} },
    ['envelope-malformed /signatures'],
  ],
  [
    'a flattened serialisation',
    { payload: '', ...first },
    [
      'envelope-malformed /signatures',
      'envelope-malformed /protected',
      'envelope-malformed /signature',
    ],
  ],
  ['an unknown member', { ...wire(), extra: 1 }, ['envelope-malformed /extra']],
  [
    'an unprotected header',
    { ...wire(), signatures: [{ ...first, header: {} }] },
    ['envelope-header-not-allowed /signatures/0/header'],
  ],
  [
    'an unknown member of a signature',
    { ...wire(), signatures: [{ ...first, keyid: 'x' }] },
    ['envelope-malformed /signatures/0/keyid'],
  ],
  [
    'a signature without a protected header',
    { ...wire(), signatures: [{ signature: '' }] },
    ['envelope-malformed /signatures/0/protected'],
  ],
  ['a payload with padding', { ...wire(), payload: 'AA==' }, ['envelope-encoding /payload']],
  ['a payload with unused bits set', { ...wire(), payload: 'AB' }, ['envelope-encoding /payload']],
  [
    'a signature with a line end',
    { ...wire(), signatures: [{ ...first, signature: `${String(first?.signature)}\n` }] },
    ['envelope-encoding /signatures/0/signature'],
  ],
  [
    'two damaged signatures, both told',
    {
      ...wire(),
      signatures: [
        { protected: '', signature: '' },
        { protected: '=', signature: '' },
      ],
    },
    ['json-syntax /signatures/0/protected', 'envelope-encoding /signatures/1/protected'],
  ],
  [
    'the same key twice',
    { ...wire(), signatures: [...wire().signatures, first] },
    ['signature-duplicate /signatures/3/protected'],
  ],
  ['text that is no JSON', '{', ['json-syntax ']],
  [
    'a member twice',
    `{"payload":"","payload":"","signatures":[]}`,
    ['json-duplicate-member /payload'],
  ],
])('refuses %s', (_what, input, problems) => {
  expect(problemsIn(parseEnvelope(input, 'contract'))).toStrictEqual(problems);
});

it('refuses a contract where a charter is expected, at every signature', () => {
  expect(problemsIn(parseEnvelope(wire(), 'charter'))).toStrictEqual(
    [0, 1, 2].map((index) => `envelope-wrong-typ /signatures/${index}/protected`),
  );
});

it('reads one signature by itself', () => {
  expect(valueOf(parseEnvelopeSignature(first, 'contract'))).toStrictEqual(envelope.signatures[0]);
  expect(problemsIn(parseEnvelopeSignature({ ...first, header: {} }, 'contract'))).toStrictEqual([
    'envelope-header-not-allowed /header',
  ]);
  expect(
    problemsIn(parseEnvelopeSignature({ ...first, protected: '*' }, 'contract', '/new')),
  ).toStrictEqual(['envelope-encoding /new/protected']);
});

it('gathers signatures one after another, in that order, each key once', () => {
  const [one, two] = envelope.signatures;
  if (one === undefined || two === undefined) throw new Error('the sample has three signatures');
  const both = valueOf(
    withSignature(valueOf(withSignature(envelopeOf('contract', envelope.payload), two)), one),
  );
  expect(both.signatures.map(({ kid }) => kid)).toStrictEqual([two.kid, one.kid]);
  expect(problemsIn(withSignature(both, two))).toStrictEqual([
    'signature-duplicate /signatures/2/protected',
  ]);
});

it('has a draft without signatures', () => {
  expect(
    valueOf(parseEnvelope({ payload: 'e30', signatures: [] }, 'contract')).signatures,
  ).toStrictEqual([]);
});
