import { readFile, stat, writeFile } from 'node:fs/promises';
import { run } from '../../test/captured-io.js';
import { SiteFolder } from '../../test/site-folder.js';

describe('hercules key', () => {
  let site: SiteFolder;

  beforeAll(async () => {
    site = await SiteFolder.make();
  });
  afterAll(async () => {
    await site.remove();
  });

  it.each([
    ['ed25519', 'Ed25519'],
    ['p256', 'P-256'],
    ['p384', 'P-384'],
  ])('makes a key of type %s that only its owner can read', async (type, curve) => {
    const file = site.file(`${type}.jwk`);
    const made = await run(['key', 'new', '--type', type, '--out', file, '-o', 'json']);
    const { keyId, publicKey } = JSON.parse(made.stdout);
    expect(publicKey).toMatchObject({ crv: curve, kid: keyId });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('never shows the secret', async () => {
    const { d } = JSON.parse(await readFile(site.file('alice.jwk'), 'utf8'));
    const shown = await run(['key', 'show', site.file('alice.jwk')]);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('key id:');
    expect(shown.stdout + shown.stderr).not.toContain(d);
  });

  it('does not quote a secret that is damaged', async () => {
    const key = JSON.parse(await readFile(site.file('alice.jwk'), 'utf8'));
    await writeFile(site.file('damaged.jwk'), JSON.stringify({ ...key, d: `${key.d}AA` }));
    const shown = await run(['key', 'show', site.file('damaged.jwk')]);
    expect(shown.status).toBe(3);
    expect(shown.stderr).not.toContain(key.d);
  });

  it('replaces a key only by force', async () => {
    const file = site.file('kept.jwk');
    await run(['key', 'new', '--out', file]);
    const first = await readFile(file, 'utf8');
    const again = await run(['key', 'new', '--out', file]);
    expect(again).toEqual({
      status: 5,
      stdout: '',
      stderr: `hercules: '${file}' exists: choose another name or add --force\n`,
    });
    expect(await readFile(file, 'utf8')).toBe(first);
    await run(['key', 'new', '--out', file, '--force']);
    expect(await readFile(file, 'utf8')).not.toBe(first);
  });
});
