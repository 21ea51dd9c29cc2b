import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { ip } from '../kernel/netns.js';
import { foreignConf, type ForeignTunnel } from './foreign-gateway.js';
import { TestAuthority } from './test-authority.js';
import { TunnelSite, until, type TunnelSiteOptions } from './tunnel-site.js';

/** Two administrators who do not agree, or a host that can't: what each end is told, and what each end says of it. */
interface Mistake {
  readonly title: string;
  readonly make: (site: TunnelSite) => readonly [near: object, far: object | undefined];
  readonly near: string;
  /** Absent: the far end is no host of ours, and says nothing to us. */
  readonly far?: string;
  readonly site?: TunnelSiteOptions;
}

const strong = { ike: ['aes256gcm16-prfsha384-ecp384'], esp: ['aes256gcm16-ecp384'] };
const other = Buffer.from(Array.from({ length: 32 }, (_, place) => (place * 41 + 3) % 256));
const strangersKey = generateKeyPairSync('ed25519').publicKey.export({
  type: 'spki',
  format: 'pem',
});
const day = 86_400;
const now = Date.now() / 1000;

/** The far end is somebody else's, set up with a mistake. */
function foreign(title: string, near: string, theirs: ForeignTunnel, parts: object = {}): Mistake {
  return {
    title,
    near,
    make: (site) => {
      site.b.load(foreignConf({ secret: site.secret, ...theirs }));
      return [site.toForeign(parts), undefined];
    },
  };
}

function byCertificates(
  title: string,
  far: string,
  make: (site: TunnelSite, authority: TestAuthority) => object,
): Mistake {
  return {
    title,
    near: 'down authentication-refused',
    far,
    make: (site) => {
      const authority = TestAuthority.root('Example');
      const toB = site.certificateTunnel(authority);
      const toA = make(site, authority);
      authority.close();
      return [toA, toB];
    },
  };
}

const mistakes: readonly Mistake[] = [
  {
    title: 'MC1, A net2net-psk-fail: another shared secret',
    make: (site) => [site.pskTunnel(), site.pskTunnel({}, other)],
    near: 'down authentication-refused',
    far: 'down secret-mismatch',
  },
  {
    title: 'MC2: a key that is not the one named',
    make: (site) => [
      site.tunnel(),
      site.foreign({ publicKey: strangersKey, id: site.idOf('host-a') }),
    ],
    near: 'down authentication-refused',
    far: 'down key-mismatch',
  },
  {
    title: 'MC3: the far end knows the near one by another id',
    make: (site) => [site.pskTunnel(), site.withIds(site.pskTunnel(), 'stranger.example')],
    near: 'down authentication-refused',
    far: 'down identity-unknown',
  },
  {
    title: 'MC4: the far end calls itself otherwise than the near one expects',
    make: (site) => [
      site.pskTunnel(),
      site.withIds(site.pskTunnel(), site.idOf('host-a'), 'else.example'),
    ],
    near: 'down authentication-refused',
    far: 'down identity-unknown',
  },
  {
    title: 'MC5: the far end expects another address',
    make: (site) => [
      site.tunnel(),
      site.foreign({
        address: '198.51.100.9',
        publicKey: site.publicKeyOf('host-a'),
        id: site.idOf('host-a'),
      }),
    ],
    near: 'down ike-proposals-differ',
    far: 'down address-unknown',
  },
  {
    title: 'MC6: no IKE proposal in common',
    make: (site) => [
      site.tunnel(),
      site.tunnel({ proposals: { ...strong, ike: ['aes256gcm16-prfsha384-ecp521'] } }),
    ],
    near: 'down ike-proposals-differ',
    far: 'down ike-proposals-differ',
  },
  {
    title: 'MC7: no ESP proposal in common',
    make: (site) => [
      site.tunnel({ childless: false }),
      site.tunnel({ childless: false, proposals: { ...strong, esp: ['aes128gcm16-ecp384'] } }),
    ],
    near: 'down esp-proposals-differ',
    far: 'down esp-proposals-differ',
  },
  {
    title: 'MC8: other networks',
    make: (site) => [site.tunnel(), site.tunnel({}, [{ subnets: ['10.77.0.0/24'] }, {}])],
    near: 'down selectors-differ',
    far: 'down selectors-differ',
  },
  {
    title: 'MC9, I6: fewer networks at the far end',
    make: (site) => [
      site.tunnel({}, [{}, { subnets: ['10.2.0.0/24', '10.12.0.0/24'] }]),
      site.tunnel(),
    ],
    near: 'degraded selectors-narrowed',
    far: 'up',
  },
  {
    title: 'MC10: one child for all networks at one end, one for each pair at the other',
    make: (site) => {
      site.furnishSecondNetworks();
      const ends = [{}, { subnets: ['10.2.0.0/24', '10.12.0.0/24'] }] as const;
      return [site.tunnel({}, ends), site.tunnel({ selectors: 'perPair' }, ends)];
    },
    near: 'degraded selectors-narrowed',
    far: 'degraded selectors-differ',
  },
  {
    title: 'MC11: a far end that is silent',
    make: (site) => {
      site.b.ns.enter(() => ip('link', 'set', 'eth0', 'down'));
      return [site.tunnel(), undefined];
    },
    near: 'down peer-silent',
  },
  {
    title: 'MC12: a firewall that lets no UDP 4500 pass',
    make: (site) => {
      site.b.ns.enter(() => {
        const rules =
          'table inet f { chain i { type filter hook input priority 0; udp dport 4500 drop; }; }';
        execFileSync('nft', [rules]);
      });
      return [site.tunnel(), site.tunnel()];
    },
    near: 'down peer-silent',
    far: 'down handshake-unfinished',
  },
  {
    title: 'MC13, J11: no ESP in the kernel of the far end',
    make: (site) => [site.tunnel({ childless: false }), site.tunnel({ childless: false })],
    near: 'down esp-proposals-differ',
    far: 'down kernel-refuses',
    site: { kernelEsp: ['host-b'] },
  },
  {
    title: 'MC14: no ESP in the kernel of the near end',
    make: (site) => [site.tunnel({ childless: false }), site.tunnel({ childless: false })],
    near: 'down kernel-refuses',
    far: 'down peer-closed',
    site: { kernelEsp: ['host-a'] },
  },
  {
    title: 'MC15: one end proves itself by a secret, the other by its key',
    make: (site) => [site.pskTunnel(), site.tunnel()],
    near: 'down authentication-refused',
    far: 'down secret-missing',
  },
  byCertificates(
    'MC16: a certificate of an authority that the far end does not know',
    'down certificate-untrusted',
    (site) => {
      const stranger = TestAuthority.root('Stranger');
      const data = site.certificateTunnel(stranger);
      stranger.close();
      return data;
    },
  ),
  byCertificates(
    'MC17: a certificate that has expired',
    'down certificate-expired',
    (site, authority) =>
      site.certificateTunnel(authority, {}, [
        { validFrom: now - 9 * day, validUntil: now - day },
        {},
      ]),
  ),
  {
    title: 'MC18: an address that the near end does not have',
    make: (site) => {
      ip('address', 'del', '198.51.100.1/24', 'dev', 'eth0');
      return [site.tunnel(), site.tunnel()];
    },
    near: 'down address-missing',
    far: 'configured',
  },
  {
    title: 'MC19: nobody begins',
    make: (site) => [
      site.toForeign({ initiator: 'peer' }),
      site.foreign({ publicKey: site.publicKeyOf('host-a'), id: site.idOf('host-a') }),
    ],
    near: 'configured',
    far: 'configured',
  },
  foreign('MC20: a peer without our secret', 'down authentication-refused', { secret: undefined }),
];

describe('ends that do not fit together', () => {
  it.each(mistakes.map((mistake) => [mistake.title, mistake] as const))('%s', (_, mistake) =>
    TunnelSite.run(async (site) => {
      const [toA, toB] = mistake.make(site);
      const outcomes = [await site.a.submit(site, toA)];
      if (toB !== undefined) outcomes.push(await site.b.submit(site, toB));
      const states = outcomes.map((one) => (typeof one === 'string' ? one : one.state));
      expect(states.filter((state) => state !== 'applied')).toEqual([]);
      const wanted = `${mistake.near}, ${toB === undefined ? 'none' : (mistake.far ?? 'none')}`;
      await until(
        () => `${site.a.state}, ${site.b.state}`,
        (told) => told === wanted,
      );
      const told = [site.a, site.b].filter(({ state }) => state.includes(' '));
      expect(told.filter(({ hint }) => !hint.includes(': '))).toEqual([]);
      for (const gateway of [site.a, site.b]) {
        await until(
          () => gateway.halfUp(),
          (left) => left.length === 0,
        );
      }
    }, mistake.site)(),
  );

  it(
    'MC21: other groups for ESP: the tunnel stands, and the first new keys tell',
    TunnelSite.run(async (site) => {
      const esp = { ...strong, esp: ['aes256gcm16-ecp521'] };
      const parts = { childless: false };
      const toB = site.tunnel({ ...parts, proposals: esp });
      expect(await site.submit(site.tunnel(parts), toB)).toEqual(['applied', 'applied']);
      for (const gateway of [site.a, site.b]) {
        await until(
          () => gateway.state,
          (state) => state === 'degraded rekey-refused',
          30,
        );
      }
    }),
  );
});
