import { createHash } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, jwtVerify } from 'jose';
import { generateSigningKey, publicKeyObject, publicKeyOf } from '#contract';
import { bodyDigest, requestSignatureType, signRequest, type SignedRequest } from './index.js';

const key = generateSigningKey();
const publicKey = publicKeyObject(publicKeyOf(key));
const at = new Date('2026-11-20T08:00:00.750Z');
const request: SignedRequest = {
  method: 'POST',
  target: '/api/v1/agent/report?full=1',
  body: new TextEncoder().encode('{"state":"applied"}'),
};

async function claimsOf(signed: string): Promise<unknown> {
  const { payload } = await compactVerify(signed, publicKey, { algorithms: ['EdDSA'] });
  return JSON.parse(new TextDecoder().decode(payload));
}

describe('the signature of a request', () => {
  it('binds method, target, body and time', async () => {
    expect(await claimsOf(await signRequest(request, key, at))).toEqual({
      htm: 'POST',
      htu: '/api/v1/agent/report?full=1',
      sha256: createHash('sha256').update('{"state":"applied"}').digest('base64url'),
      iat: 1795161600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('names its key, and is good for nothing else', async () => {
    const signed = await signRequest(request, key, at);
    expect(decodeProtectedHeader(signed)).toEqual({
      alg: 'EdDSA',
      kid: key.kid,
      typ: requestSignatureType,
    });
    await expect(jwtVerify(signed, publicKey, { typ: 'hercules-receipt+jwt' })).rejects.toThrow();
  });

  it('is another one every time', async () => {
    const [one, other] = [await signRequest(request, key, at), await signRequest(request, key, at)];
    expect(one).not.toBe(other);
  });

  it('does not hold for another key, or with anything changed', async () => {
    const signed = await signRequest(request, key, at);
    const stranger = publicKeyObject(publicKeyOf(generateSigningKey()));
    await expect(compactVerify(signed, stranger)).rejects.toThrow('signature verification failed');
    const [header, payload = '', signature] = signed.split('.');
    const changed = Buffer.from(payload, 'base64url').toString().replace('POST', 'PUT');
    const forged = [header, Buffer.from(changed).toString('base64url'), signature].join('.');
    await expect(compactVerify(forged, publicKey)).rejects.toThrow('signature verification failed');
  });
});

describe('the digest of a body', () => {
  it('is SHA-256 in base64url, also of an empty one', () => {
    expect(bodyDigest(new Uint8Array())).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
  });
});
