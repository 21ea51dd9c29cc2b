import { once } from 'node:events';
import { TestAuthority } from './test-authority.js';
import { applied, bringUp, expectTunnel, waitUp } from './tunnel-proof.js';
import { TunnelSite, until, type Gateway } from './tunnel-site.js';

/** A root, the authority below it that signs, and certificates of both hosts with the one in between. */
class Chain {
  readonly root = TestAuthority.root('Root');
  readonly issuer = this.root.intermediate('Issuer');

  constructor(private readonly site: TunnelSite) {}

  tunnel(parts: object = {}): object {
    const data = this.site.certificateTunnel(this.issuer, {
      authorities: this.root.certificate,
      ...parts,
    }) as { readonly members: readonly { readonly certificates: string }[] };
    const members = data.members.map((member) => ({
      ...member,
      certificates: `${member.certificates}${this.issuer.certificate}`,
    }));
    return { ...data, members };
  }

  get lists(): string {
    return `${this.root.revocationList()}${this.issuer.revocationList()}`;
  }

  close(): void {
    this.root.close();
    this.issuer.close();
  }
}

function withChain(test: (site: TunnelSite, chain: Chain) => Promise<void>): () => Promise<void> {
  return TunnelSite.run(async (site) => {
    const chain = new Chain(site);
    try {
      await test(site, chain);
    } finally {
      chain.close();
    }
  });
}

const attempts = ({ log }: Gateway): number => log.match(/initiating IKE_SA/g)?.length ?? 0;

async function isRefused(site: TunnelSite, why: string): Promise<void> {
  await until(
    () => `${site.a.state}, ${site.b.state}`,
    (states) => states === `down authentication-refused, down ${why}`,
    25,
  );
  expect(await site.a.spis()).toEqual([]);
}

describe('I2: a tunnel by certificates', () => {
  it(
    'of an authority in between stands, where both ends know the root only',
    withChain(async (site, chain) => {
      await bringUp(site, chain.tunnel());
      await expectTunnel(site);
      expect(site.b.log).toContain(
        'using trusted intermediate ca certificate "O=Example, CN=Issuer"',
      );
      expect(site.a.host.measures()[0]?.notAfter).toEqual({
        own: expect.any(String),
        authority: expect.any(String),
      });
    }),
  );

  it(
    'of another authority is refused with the reason, and tried less and less often',
    withChain(async (site, chain) => {
      const begin = performance.now();
      const other = new Chain(site);
      expect(await site.submit(other.tunnel(), chain.tunnel())).toEqual(applied);
      other.close();
      await isRefused(site, 'certificate-untrusted');
      const before = attempts(site.a);
      await until(
        () => attempts(site.a),
        (count) => count >= before + 2,
        50,
      );
      // The pauses double from half a second on; without them it would be hundreds.
      const seconds = (performance.now() - begin) / 1000;
      expect(attempts(site.a)).toBeLessThan(5 + seconds);
      await isRefused(site, 'certificate-untrusted');
    }),
  );
});

describe('G crl-revoked: lists of revoked certificates', () => {
  it(
    'let stand whom they clear, and end the tunnel of whom they name',
    withChain(async (site, chain) => {
      const data = chain.tunnel({ revocationLists: chain.lists }) as {
        readonly members: readonly { readonly certificates: string }[];
      };
      await bringUp(site, data);
      await expectTunnel(site);

      const [own = ''] =
        data.members[0]?.certificates.split(/(?<=-----END CERTIFICATE-----)/) ?? [];
      chain.issuer.revoke(`${own}\n`);
      expect(await site.submit({ ...data, revocationLists: chain.lists })).toEqual(applied);
      await isRefused(site, 'certificate-revoked');
    }),
  );

  it(
    'that lack the word of one authority clear nobody, until it is there',
    withChain(async (site, chain) => {
      const data = chain.tunnel();
      const missing = { ...data, revocationLists: chain.root.revocationList() };
      expect(await site.submit(missing)).toEqual(applied);
      await isRefused(site, 'certificate-unchecked');
      expect(await site.submit({ ...data, revocationLists: chain.lists })).toEqual(applied);
      await waitUp(site, 60);
    }),
  );
});

describe('G ocsp-revoked: who answers whether a certificate was revoked', () => {
  it(
    'is asked before the tunnel stands, and ends that of whom it names',
    TunnelSite.run(async (site) => {
      const root = TestAuthority.root('Root');
      try {
        const where = 'authorityInfoAccess=OCSP;URI:http://198.51.100.1:8888';
        const data = site.certificateTunnel(root, { onlineRevocation: true }, [
          { extensions: [where] },
          { extensions: [where] },
        ]) as { readonly members: readonly { readonly certificates: string }[] };
        expect(await site.submit(data)).toEqual(applied);
        await isRefused(site, 'certificate-unchecked');

        await whileAnswered(site, root, async () => {
          await waitUp(site, 60);
          await expectTunnel(site);
        });

        root.revoke(data.members[0]?.certificates ?? '');
        await whileAnswered(site, root, async () => {
          // What was answered before holds for a day.
          for (const gateway of [site.a, site.b]) gateway.swanctl('--flush-certs');
          site.a.swanctl('--terminate', '--ike', site.name);
          await isRefused(site, 'certificate-revoked');
        });
      } finally {
        root.close();
      }
    }),
  );
});

/** The responder reads its index once, when it begins. */
async function whileAnswered(
  site: TunnelSite,
  root: TestAuthority,
  work: () => Promise<void>,
): Promise<void> {
  const responder = site.a.ns.enter(() => root.respond(8888));
  try {
    if (responder.stderr !== null) await once(responder.stderr, 'data');
    await work();
  } finally {
    responder.kill();
    await once(responder, 'exit');
  }
}
