import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { privateKeyObject, publicKeyOf, publicKeyObject, digestOf, sealSecret } from '#contract';
import { TunnelSite, until } from './tunnel-site.js';

/** The far end is a plain strongSwan of somebody else's: it gets the files of the sheet, and what only its owner has. */
function setUpByHand(site: TunnelSite, data: object, own: Readonly<Record<string, string>>): void {
  const { files } = site.peerSheet(data);
  const directory = join(site.b.directory, 'swanctl');
  for (const [path, text] of [...files.map((file) => [file.path, file.text] as const)].concat(
    Object.entries(own).map(([path, text]) => [path, text] as const),
  )) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const args = ['--load-all', '--noprompt', '--uri', `unix://${site.b.daemon.socket}`];
  execFileSync('/usr/sbin/swanctl', [...args, '--file', join(directory, 'all.conf')], {
    env: { ...process.env, SWANCTL_DIR: directory },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

const includes = 'include swanctl.conf\n';

function withPeer(site: TunnelSite, parts: object, peer: object, member: object = {}): object {
  const { members } = site.tunnel() as { readonly members: readonly object[] };
  return site.tunnel({
    mode: 'policy',
    members: [{ ...members[0], ...member }],
    peer: { address: '198.51.100.2', id: 'gw.example', subnets: ['10.2.0.0/24'], ...peer },
    ...parts,
  });
}

describe('a strongSwan that is set up by the peer sheet', () => {
  it.each<[string, object, object]>([
    ['when our end begins', {}, {}],
    ['when it begins itself', { initiator: 'peer' }, {}],
    ['whose address our end does not know', { initiator: 'peer' }, { address: undefined }],
    ['over IPv6', { family: 'ipv6' }, { address: '2001:db8::2' }],
    ['called by its address', {}, { id: '198.51.100.2' }],
    ['called by a distinguished name', {}, { id: 'C=CH, O=Example, CN=gw' }],
    ['with the set for weak gateways', { proposals: 'compat' }, {}],
    ['in UDP, with a child of its own', { udpEncapsulation: true, childless: true }, {}],
  ])('is up %s, by a shared secret', (_, parts, peer) =>
    TunnelSite.run(async (site) => {
      const psk = { auth: 'psk', secretDigest: digestOf(site.secret) };
      const secret = sealSecret(site.secret, publicKeyOf(site.a.key));
      const data = withPeer(site, { ...psk, ...parts }, peer, { secret });
      const section = String(site.peerSheet(data).settings['name']);
      const value = `0s${site.secret.toString('base64')}`;
      const ours = await site.a.submit(site, data);
      expect(ours).toMatchObject({ state: 'applied' });
      setUpByHand(site, data, {
        'all.conf': `${includes}secrets { ike-${section} { secret = ${value} } }\n`,
      });
      await until(
        () => site.a.state,
        (state) => state === 'up',
        60,
      );
      expect(site.ping()).toBe(2);
    })(),
  );

  it(
    'is up by raw public keys',
    TunnelSite.run(async (site) => {
      const pem = { type: 'spki', format: 'pem' } as const;
      const publicKey = publicKeyObject(site.b.key).export(pem).toString();
      const data = withPeer(site, {}, { publicKey });
      expect(await site.a.submit(site, data)).toMatchObject({ state: 'applied' });
      setUpByHand(site, data, {
        'all.conf': includes,
        'private/own.pem': privateKeyObject(site.b.key)
          .export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      });
      await until(
        () => site.a.state,
        (state) => state === 'up',
        60,
      );
      expect(site.ping()).toBe(2);
    }),
  );
});
