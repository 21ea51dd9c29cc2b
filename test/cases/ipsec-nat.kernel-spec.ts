import { withNat } from './nat-between.js';
import { TestAuthority } from './test-authority.js';
import { TunnelSite } from './tunnel-site.js';
import { bringUp, expectTunnel } from './tunnel-proof.js';

/** Section C: NAT between the ends, and IKE messages that are larger than a packet. */

describe('C nat-rw, C nat-rw-psk: a host behind NAT', () => {
  it.each([
    ['under an address that is known', '198.51.100.3'],
    ['under one that is not', 'any'],
  ])('is recognized, and its ESP goes in UDP: %s', (_, seenAs) =>
    TunnelSite.run((site) =>
      withNat(site, 'near', async () => {
        await bringUp(site, site.pskTunnel({}, site.secret, [{ local: '192.0.2.2', seenAs }, {}]));
        await expectTunnel(site, {
          near: ['local-host=192.0.2.2 local-port=4500', 'nat-local=yes'],
          far: ['remote-host=198.51.100.3', 'nat-remote=yes'],
          both: ['encap=yes'],
        });
      }),
    )(),
  );
});

describe('C double-nat: both hosts behind NAT', () => {
  it(
    'of which the far one is reached by a port that is forwarded',
    TunnelSite.run((site) =>
      withNat(site, 'both', async () => {
        const ends = [
          { local: '192.0.2.2', seenAs: '198.51.100.3' },
          { local: '203.0.113.2', seenAs: '198.51.100.4' },
        ] as const;
        await bringUp(site, site.pskTunnel({}, site.secret, ends));
        await expectTunnel(site, {
          near: ['remote-host=198.51.100.4 remote-port=4500', 'nat-local=yes', 'nat-remote=yes'],
          far: ['remote-host=198.51.100.3', 'nat-local=yes', 'nat-remote=yes'],
          both: ['encap=yes'],
        });
      }),
    ),
  );
});

describe('C force-udp-encap: ESP in UDP', () => {
  it(
    'where there is no NAT',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel({ udpEncapsulation: true }));
      await expectTunnel(site, { both: ['encap=yes', 'nat-any=yes'] });
    }),
  );
});

describe('messages of IKE that do not fit into a packet', () => {
  it.each([
    ['C frags-ipv4: over IPv4', 'ipv4'],
    ['C frags-ipv6: over IPv6', 'ipv6'],
  ])('%s go in fragments of IKE, not of IP', (_, family) =>
    TunnelSite.run(async (site) => {
      const authority = TestAuthority.root('Example');
      const large = { extensions: [`nsComment=${'large '.repeat(300)}`] };
      const data = site.certificateTunnel(authority, { family }, [large, large]);
      authority.close();
      const lines = await site.captured(async () => {
        await bringUp(site, data);
      });
      const split = /splitting IKE message \(\d+ bytes\) into \d fragments/;
      expect([site.a, site.b].filter(({ log }) => !split.test(log))).toEqual([]);
      expect(site.b.log.includes('reassembled fragmented IKE message')).toBe(true);
      expect(lines.filter((line) => /frag|ip-proto-17/.test(line))).toEqual([]);
      await expectTunnel(site);
    })(),
  );
});
