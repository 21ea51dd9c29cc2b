import { SignJWT } from 'jose';
import { generateSigningKey, privateKeyObject, publicKeyOf, type SigningKey } from '#contract';
import { contractReport } from '../../test/test-hosts.js';
import { checkReceipt } from './receipt-check.js';

const key = generateSigningKey();
const document = { contractId: 'c', version: 1, digest: 'sha256:1' };

function receipt(
  claims: object,
  signer: SigningKey = key,
  typ = 'hercules-receipt+jwt',
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: signer.kid, typ })
    .sign(privateKeyObject(signer));
}

describe('receipt', () => {
  const check = (text: string): ReturnType<typeof checkReceipt> =>
    checkReceipt(contractReport(document, 'applied', { receipt: text }), 2, publicKeyOf(key));

  it('need not be there', async () => {
    expect(
      await checkReceipt(contractReport(document, 'applied'), 0, publicKeyOf(key)),
    ).toMatchObject({
      ok: true,
    });
  });

  it('is accepted when the host has signed it for what it reports', async () => {
    expect(await check(await receipt({ ...document, objects: 3 }))).toMatchObject({ ok: true });
  });

  it.each<[string, () => Promise<string>]>([
    ['another host has signed', () => receipt(document, generateSigningKey())],
    ['was signed as something else', () => receipt(document, key, 'hercules-request+jwt')],
    ['speaks of another version', () => receipt({ ...document, version: 2 })],
    ['speaks of another document', () => receipt({ ...document, digest: 'sha256:2' })],
    ['names no document', () => receipt({})],
    ['is none', () => Promise.resolve('a.b.c')],
  ])('is refused when it %s', async (_, make) => {
    expect(await check(await make())).toMatchObject({
      ok: false,
      problems: [{ code: 'receipt-invalid', path: '/contracts/2/receipt' }],
    });
  });
});
