import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { generateSigningKey, openSecret, publicKeyOf } from '#contract';
import { run } from '../../test/captured-io.js';
import { SiteFolder } from '../../test/site-folder.js';

describe('hercules secret seal', () => {
  const host = generateSigningKey();
  const key = JSON.stringify(publicKeyOf(host));
  let site: SiteFolder;

  beforeAll(async () => {
    site = await SiteFolder.make();
  });
  afterAll(async () => {
    await site.remove();
  });

  it('makes what only that host can read', async () => {
    const secret = randomBytes(32);
    await writeFile(site.file('psk'), secret);
    const made = await run(['secret', 'seal', site.file('psk'), '--for', key, '-o', 'json']);
    const sealed = JSON.parse(made.stdout);
    expect(openSecret(sealed.secret, sealed.secretDigest, host)).toEqual({
      ok: true,
      value: secret,
    });
  });

  it.each([
    ['short', 'password1234'],
    ['made of few characters', 'ab'.repeat(40)],
  ])('refuses a secret that is %s, and does not quote it', async (_, secret) => {
    await writeFile(site.file('weak'), secret);
    const refused = await run(['secret', 'seal', site.file('weak'), '--for', key]);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain('too weak');
    expect(refused.stderr + refused.stdout).not.toContain(secret);
  });
});
