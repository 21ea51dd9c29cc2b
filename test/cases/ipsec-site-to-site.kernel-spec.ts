import { foreignConf } from './foreign-gateway.js';
import { generateKey, TestAuthority, type KeyType } from './test-authority.js';
import { TunnelSite, tunnelName, until } from './tunnel-site.js';
import { bringUp, isUp, expectTunnel } from './tunnel-proof.js';

/** Section A of strongSwan's own scenarios, as far as an IKE daemon of the machine can show them. */

const networks = ['local-ts=[10.1.0.0/24] remote-ts=[10.2.0.0/24]'];
const mirrored = ['local-ts=[10.2.0.0/24] remote-ts=[10.1.0.0/24]'];
const strongIke = 'encr-alg=AES_GCM_16 encr-keysize=256 prf-alg=PRF_HMAC_SHA2_384 dh-group=ECP_384';

describe('A net2net-psk: by a shared secret and names', () => {
  it(
    'both ends have the same SAs, mirrored',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel());
      await expectTunnel(site, {
        ids: [site.idOf('host-a'), site.idOf('host-b')],
        near: networks,
        far: mirrored,
        both: [strongIke],
      });
    }),
  );
});

describe('A net2net-pubkey: by raw public keys', () => {
  it(
    'without any authority',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      await expectTunnel(site, { near: networks, far: mirrored, both: [strongIke] });
      expect(site.b.log).toContain('with ED25519 successful');
      expect(site.b.swanctl('--list-certs', '--type', 'x509')).toBe('');
    }),
  );
});

describe('A net2net-cert, A net2net-ed25519: by certificates', () => {
  it(
    'of one authority for the keys of both hosts',
    TunnelSite.run(async (site) => {
      const authority = TestAuthority.root('Example');
      await bringUp(site, site.certificateTunnel(authority));
      await expectTunnel(site, { near: networks, far: mirrored });
      expect(site.b.log).toMatch(/authentication of 'host-a\S+' with ED25519 successful/);
      expect(site.b.log).toContain('using trusted ca certificate "O=Example, CN=Example"');
      authority.close();
    }),
  );
});

describe('certificates of a peer', () => {
  it.each<[string, KeyType, string, RegExp]>([
    ['A net2net-cert-sha2: RSA', 'rsa3072', 'pubkey', /with RSA_EMSA_PKCS1_SHA2_\d+ successful/],
    ['A ecdsa-certs: P-256', 'ecdsa256', 'pubkey', /with ECDSA_WITH_SHA256_DER successful/],
    ['A ecdsa-certs: P-384', 'ecdsa384', 'pubkey', /with ECDSA_WITH_SHA384_DER successful/],
    ['A ecdsa-certs: P-521', 'ecdsa521', 'pubkey', /with ECDSA_WITH_SHA512_DER successful/],
    ['A strong-keys-certs: RSA of 4096 bits', 'rsa4096', 'pubkey', /SHA2_\d+ successful/],
    [
      'G rw-cert-pss: RSA-PSS',
      'rsa3072',
      'rsa/pss-sha384',
      /with RSA_EMSA_PSS_SHA2_384\S* successful/,
    ],
  ])('%s', (_, keyType, auth, proof) =>
    TunnelSite.run(async (site) => {
      const authority = TestAuthority.root('Example', keyType);
      const key = generateKey(keyType);
      const conf = foreignConf({
        local: { auth, certs: 'peer.pem' },
        remote: { auth: 'pubkey', cacerts: 'ca.pem' },
      });
      site.b.load(conf, {
        'x509ca/ca.pem': authority.certificate,
        'x509/peer.pem': authority.leaf({ id: 'gateway.example', privateKey: key }),
        'private/peer.pem': key,
      });
      await site.a.submit(site, site.toForeignByCertificate(authority));
      await until(() => site.a.state, isUp);
      await expectTunnel(site, { near: networks, far: mirrored });
      expect(site.a.log).toMatch(proof);
      authority.close();
    })(),
  );
});

describe('A net2net-childless: an IKE_SA first', () => {
  it(
    'whose first child has an exchange of keys of its own, so that its group is tried at once',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.tunnel());
      expect(site.a.log).not.toMatch(/generating IKE_AUTH request 1 \[.*\bTSi\b/);
      const [association] = await site.a.host.associations(tunnelName);
      expect(association?.children[0]?.algorithms).toContain('ECP_384');
      await expectTunnel(site);
    }),
  );
});
