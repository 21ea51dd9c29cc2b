import { ip } from '../kernel/netns.js';
import { foreignConf } from './foreign-gateway.js';
import { generateKey, TestAuthority } from './test-authority.js';
import { TunnelSite, until } from './tunnel-site.js';
import { applied, bringUp, expectTunnel, isUp, waitUp } from './tunnel-proof.js';

/** Sections E, F, G, I and J: algorithms, ids and families, and what many at once do to a daemon. */

describe('what may be chosen', () => {
  const algorithms: readonly (readonly [ike: string, esp: string, told: string])[] = [
    ['aes128gcm16-prfsha256-ecp256', 'aes128gcm16-ecp256', 'AES_GCM_16 encr-keysize=128'],
    ['aes256ccm16-prfsha384-ecp384', 'aes256ccm16-ecp384', 'AES_CCM_16 encr-keysize=256'],
    ['chacha20poly1305-prfsha256-x25519', 'chacha20poly1305-x25519', 'CHACHA20_POLY1305'],
    ['aes128-sha256-ecp256', 'aes128-sha256-ecp256', 'HMAC_SHA2_256_128'],
    ['aes192-sha384-ecp384', 'aes192-sha384-ecp384', 'HMAC_SHA2_384_192'],
    ['aes256-sha512-ecp521', 'aes256-sha512-ecp521', 'HMAC_SHA2_512_256'],
    ['aes256gcm16-prfsha512-ecp521', 'aes256gcm16-ecp521', 'dh-group=ECP_521'],
    ['aes256gcm16-prfsha384-ecp384bp', 'aes256gcm16-ecp384bp', 'dh-group=ECP_384_BP'],
    ['aes256gcm16-prfsha512-ecp512bp', 'aes256gcm16-ecp512bp', 'dh-group=ECP_512_BP'],
    ['aes256gcm16-prfsha384-modp3072', 'aes256gcm16-modp3072', 'dh-group=MODP_3072'],
  ];

  it(
    'I19, F alg-aes-gcm, F alg-aes-ccm, F alg-chacha20poly1305, F alg-sha256, F alg-sha384, F alg-sha512, F alg-ecp-high, F alg-ecp-brainpool-high: is what both ends use, one set after the other',
    TunnelSite.run(async (site) => {
      for (const [ike, esp, told] of algorithms) {
        expect(await site.submit(site.tunnel({ proposals: { ike: [ike], esp: [esp] } }))).toEqual(
          applied,
        );
        for (const end of [site.a, site.b]) {
          // Of the IKE_SA and of its child, of the former ones nothing.
          await until(
            () => end.swanctl('--list-sas', '--raw'),
            (text) => text.split(told).length === 3 && text.split('state=').length === 3,
          );
        }
        await waitUp(site);
        expect(site.ping(1)).toBe(1);
      }
    }),
  );
});

describe('G rw-psk-ipv4: ids that are addresses', () => {
  it(
    'are addresses to the daemon, not names',
    TunnelSite.run(async (site) => {
      const ids = ['198.51.100.1', '198.51.100.2'] as const;
      await bringUp(site, site.withIds(site.pskTunnel(), ...ids));
      await expectTunnel(site, { ids });
    }),
  );
});

describe('G rw-psk-no-idr: a peer that does not say whom it wants', () => {
  it(
    'comes to the tunnel that is for it',
    TunnelSite.run(async (site) => {
      await site.a.submit(site, site.toForeign({ initiator: 'peer' }));
      site.b.load(
        foreignConf({
          remote: { id: '%any' },
          secrets: { ike: { id: 'gateway.example', secret: `0x${site.secret.toString('hex')}` } },
        }),
      );
      site.b.swanctl('--initiate', '--child', 'theirs', '--timeout', '15');
      await until(() => site.a.state, isUp);
      await expectTunnel(site, { ids: ['host-a.example', 'gateway.example'] });
    }),
  );
});

describe('G two-certs: a peer whose certificate was replaced by one for another key', () => {
  it(
    'is known by its id, as long as the authority vouches for it',
    TunnelSite.run(async (site) => {
      const authority = TestAuthority.root('Example');
      const conf = foreignConf({
        local: { auth: 'pubkey', certs: 'peer.pem' },
        remote: { auth: 'pubkey', cacerts: 'ca.pem' },
      });
      const loadWithNewKey = (): void => {
        const key = generateKey('ecdsa256');
        site.b.load(conf, {
          'x509ca/ca.pem': authority.certificate,
          'x509/peer.pem': authority.leaf({ id: 'gateway.example', privateKey: key }),
          'private/peer.pem': key,
        });
      };
      loadWithNewKey();
      await site.a.submit(site, site.toForeignByCertificate(authority));
      await until(() => site.a.state, isUp);
      const [before] = await site.a.spis();
      loadWithNewKey();
      authority.close();
      site.b.swanctl('--terminate', '--ike', 'tunnel');
      await until(
        () => site.a.spis(),
        ([now]) => now !== undefined && now !== before,
      );
      await until(() => site.a.state, isUp);
      expect(site.ping()).toBe(2);
    }),
  );
});

describe('two tunnels between the same hosts, by one contract', () => {
  it(
    'stand side by side, each with its own networks',
    TunnelSite.run(async (site) => {
      for (const [place, { ns }] of [site.a, site.b].entries()) {
        ns.enter(() => ip('address', 'add', `10.${place + 3}.0.1/24`, 'dev', 'lo'));
      }
      const data = site.tunnel();
      const ends = [{ subnets: ['10.3.0.0/24'] }, { subnets: ['10.4.0.0/24'] }] as const;
      const second = { name: 'lan', type: 'ipsec', version: 1, data: site.tunnel({}, [...ends]) };
      for (const gateway of [site.a, site.b]) {
        expect(await gateway.submit(site, data, [{ ...second, enabled: true }])).toMatchObject({
          state: 'applied',
        });
      }
      for (const { host } of [site.a, site.b]) {
        await until(
          () => host.tunnels.map(({ state }) => state).join(),
          (states) => states === 'up,up',
        );
      }
      expect(site.ping(2)).toBe(2);
      expect(site.ping(2, '10.3.0.1', '10.4.0.1')).toBe(2);
    }),
  );
});

describe('I5: families outside and inside', () => {
  const inside = {
    ipv4: { subnets: ['10.1.0.0/24', '10.2.0.0/24'], from: '10.1.0.1', to: '10.2.0.1' },
    ipv6: {
      subnets: ['2001:db8:1::/64', '2001:db8:2::/64'],
      from: '2001:db8:1::1',
      to: '2001:db8:2::1',
    },
  } as const;

  it.each([
    ['I net2net-ikev2: IPv6 in IPv6', 'ipv6', 'ipv6'],
    ['I net2net-ip6-in-ip4-ikev2: IPv6 in IPv4', 'ipv4', 'ipv6'],
    ['I net2net-ip4-in-ip6-ikev2: IPv4 in IPv6', 'ipv6', 'ipv4'],
  ] as const)('%s, packets that are too large too', (_, family, inner) =>
    TunnelSite.run(async (site) => {
      site.furnishIpv6Networks();
      const { subnets, from, to } = inside[inner];
      const ends = [{ subnets: [subnets[0]] }, { subnets: [subnets[1]] }] as const;
      await bringUp(site, site.tunnel({ family }, ends));
      await expectTunnel(site, { from, to });
      expect(site.ping(2, from, to, 3_000)).toBe(2);
    })(),
  );
});

describe('J8: sixteen tunnels to a peer that is silent', () => {
  it(
    'leave the daemon free to do something else',
    TunnelSite.run(async (site) => {
      const nets = (place: number): object => ({
        subnets: [1, 2, 3, 4].map((net) => `10.${place * 10 + net}.0.0/24`),
      });
      const data = site.tunnel({ selectors: 'perPair' }, [nets(3), nets(4)]);
      site.b.ns.enter(() => ip('link', 'set', 'eth0', 'down'));
      expect(await site.a.submit(site, data)).toMatchObject({ state: 'applied' });
      await until(
        () => site.a.state,
        (state) => state === 'down peer-silent',
      );
      const told = site.a.swanctl('--stats', '--raw');
      const [, idle] = /idle=(\d+)/.exec(told) ?? [];
      expect(Number(idle)).toBeGreaterThan(16);
    }),
  );
});
