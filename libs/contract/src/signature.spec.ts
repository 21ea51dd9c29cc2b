import { opensslEnvelope, opensslKeys } from '../test/openssl-signatures.js';
import { valueOf } from '../test/results.js';
import { signDocument } from '../test/sample-site.js';
import type { PublicKey } from './charter-schema.js';
import {
  envelopeOf,
  parseEnvelope,
  serializeEnvelope,
  type Envelope,
  type EnvelopeSignature,
} from './envelope.js';
import { keyIdOf } from './public-key.js';
import { signPayload, verifySignature } from './signature.js';
import { generateSigningKey, publicKeyOf } from './signing-key.js';

const payload = new TextEncoder().encode('{"small":"document"}');
const key = generateSigningKey();

function only(envelope: Envelope): EnvelopeSignature {
  const [signature] = envelope.signatures;
  if (signature === undefined) throw new Error('the envelope has no signature');
  return signature;
}

describe.each(['Ed25519', 'P-256', 'P-384'] as const)('a signature with a key of %s', (curve) => {
  const signer = generateSigningKey(curve);

  it('verifies with that key, on that payload, for that kind of document, and on nothing else', async () => {
    const signature = await signPayload(
      payload,
      'contract',
      signer,
      new Date('2026-11-20T08:00:00.900Z'),
    );
    const contract = envelopeOf('contract', payload);
    expect(signature.issuedAt).toStrictEqual(new Date('2026-11-20T08:00:00Z'));
    await expect(verifySignature(contract, signature, publicKeyOf(signer))).resolves.toBe(true);
    await expect(
      verifySignature(contract, signature, publicKeyOf(generateSigningKey(curve))),
    ).resolves.toBe(false);
    await expect(
      verifySignature(envelopeOf('charter', payload), signature, publicKeyOf(signer)),
    ).resolves.toBe(false);
    await expect(
      verifySignature(envelopeOf('contract', new Uint8Array()), signature, publicKeyOf(signer)),
    ).resolves.toBe(false);
  });
});

it('accepts what the OpenSSL command line signed', async () => {
  const envelope = valueOf(parseEnvelope(opensslEnvelope, 'contract'));
  const keys = opensslKeys as unknown as readonly PublicKey[];
  const verdicts = envelope.signatures.map(async (signature, index) => {
    const publicKey = keys[index];
    if (publicKey === undefined || keyIdOf(publicKey) !== signature.kid) return false;
    return verifySignature(envelope, signature, publicKey);
  });
  await expect(Promise.all(verdicts)).resolves.toStrictEqual([true, true]);
});

it('goes by the header that was signed, not by what is said beside it', async () => {
  const contract = envelopeOf('contract', payload);
  const signature = await signPayload(payload, 'contract', generateSigningKey(), new Date(0));
  await expect(
    verifySignature(contract, { ...signature, kid: key.kid }, publicKeyOf(key)),
  ).resolves.toBe(false);
});

it('refuses a kid that is claimed for another key', async () => {
  const forger = { ...generateSigningKey(), kid: key.kid };
  const signature = await signPayload(payload, 'contract', forger, new Date(0));
  await expect(
    verifySignature(envelopeOf('contract', payload), signature, publicKeyOf(key)),
  ).resolves.toBe(false);
});

it('refuses a header that names another key, though the signature itself is right', async () => {
  const misnamed = { ...key, kid: generateSigningKey().kid };
  const signature = await signPayload(payload, 'contract', misnamed, new Date(0));
  await expect(
    verifySignature(envelopeOf('contract', payload), signature, publicKeyOf(key)),
  ).resolves.toBe(false);
});

describe('every single flipped bit', () => {
  it.each(['Ed25519', 'P-256'] as const)(
    'of payload, header or signature bytes is refused (%s)',
    async (curve) => {
      const signer = generateSigningKey(curve);
      const signature = await signPayload(payload, 'contract', signer, new Date(0));
      const parts = [
        payload,
        Buffer.from(signature.protected, 'base64url'),
        Buffer.from(signature.signature, 'base64url'),
      ];
      const accepted: string[] = [];
      for (const [part, bytes] of parts.entries()) {
        for (let bit = 0; bit < bytes.length * 8; bit += 1) {
          const [body = payload, header = '', made = ''] = parts.map((other, index) =>
            index === part ? flipped(other, bit) : other,
          );
          const wire = {
            payload: base64url(body),
            signatures: [{ protected: base64url(header), signature: base64url(made) }],
          };
          if (await isAccepted(wire, publicKeyOf(signer)))
            accepted.push(`part ${part}, bit ${bit}`);
        }
      }
      expect(accepted).toStrictEqual([]);
    },
  );

  it('of the base64url text is refused, unused bits of the last character too', async () => {
    const envelope = await signDocument('contract', { small: 'document' }, [key], new Date(0));
    await expect(isAccepted(serializeEnvelope(envelope), publicKeyOf(key))).resolves.toBe(true);
    const texts = [base64url(envelope.payload), only(envelope).protected, only(envelope).signature];
    const accepted: string[] = [];
    for (const [part, text] of texts.entries()) {
      for (let bit = 0; bit < text.length * 8; bit += 1) {
        const damaged = Buffer.from(flipped(Buffer.from(text, 'latin1'), bit)).toString('latin1');
        const [body, header, made] = texts.map((other, index) =>
          index === part ? damaged : other,
        );
        const wire = { payload: body, signatures: [{ protected: header, signature: made }] };
        if (await isAccepted(wire, publicKeyOf(key))) accepted.push(`part ${part}, bit ${bit}`);
      }
    }
    expect(accepted).toStrictEqual([]);
  });
});

async function isAccepted(wire: unknown, publicKey: PublicKey): Promise<boolean> {
  const envelope = parseEnvelope(wire, 'contract');
  return envelope.ok && verifySignature(envelope.value, only(envelope.value), publicKey);
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

function base64url(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64url');
}
