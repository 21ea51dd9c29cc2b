import { digestOf } from './digest.js';
import { montgomeryOf } from './ed25519-point.js';
import { openSecret, sealSecret } from './sealed-secret.js';
import { generateSigningKey, publicKeyOf } from './signing-key.js';

const host = generateSigningKey();
const stranger = generateSigningKey();
const secret = Buffer.from([0, 255, 10, ...Buffer.from('0sWü"\'')]);
const digest = digestOf(secret);

describe('a sealed secret', () => {
  it('is read by the host for which it was sealed, whatever its bytes', () => {
    const sealed = sealSecret(secret, publicKeyOf(host));
    expect(openSecret(sealed, digest, host)).toEqual({ ok: true, value: secret });
  });

  it('looks different each time and shows nothing', () => {
    const [one, other] = [sealSecret(secret, host), sealSecret(secret, host)];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').includes(secret)).toBe(false);
  });

  it.each([
    ['for another host', sealSecret(secret, stranger), digest],
    ['of another digest', sealSecret(secret, host), digestOf(Buffer.from('other'))],
    ['that is cut short', sealSecret(secret, host).slice(0, 40), digest],
    ['that is no base64url', '$'.repeat(80), digest],
    ['with a bit bent', bent(sealSecret(secret, host)), digest],
    ['with a key of small order', Buffer.alloc(80).toString('base64url'), digest],
  ])('is not read %s', (_, sealed, named) => {
    const outcome = openSecret(sealed, named, host);
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'value-invalid' }] });
  });
});

describe('an Ed25519 key in the other form of its curve', () => {
  /** The base point has y = 4/5 and u = 9 (RFC 7748, 4.1). */
  it('is the base point for the base point', () => {
    const base = Buffer.from('58' + '66'.repeat(31), 'hex');
    expect(montgomeryOf(base)).toEqual(Buffer.from('09' + '00'.repeat(31), 'hex'));
  });
});

function bent(sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  return bytes.toString('base64url');
}
