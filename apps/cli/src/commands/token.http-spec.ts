import { run, type Ran } from '../../test/captured-io.js';
import { FakeController } from '../../test/fake-controller.js';

describe('hercules token', () => {
  let fake: FakeController;

  beforeEach(async () => {
    fake = await FakeController.start();
  });
  afterEach(async () => {
    await fake.stop();
  });

  const hercules = async (...argv: string[]): Promise<Ran> => run(argv, { env: fake.env });

  it('shows a new token once and lists it without its secret', async () => {
    const scopes = ['--scope', 'read', 'contracts:write'];
    const made = await hercules('token', 'new', '--name', 'ci', ...scopes, '--expires', '7d');
    expect(made.stdout).toContain('token:    hc_t1.shown-once\n');
    expect(JSON.parse(fake.requests.at(-1)?.body ?? '')).toEqual({
      ...{ name: 'ci', scopes: ['read', 'contracts:write'], expiresInSeconds: 604_800 },
    });
    const listed = await hercules('token', 'list');
    expect(listed.stdout).toContain('t1  ci    read,contracts:write  never    never      valid\n');
    expect(listed.stdout).not.toContain('shown-once');
  });

  it('revokes a token', async () => {
    await hercules('token', 'new', '--name', 'ci', '--scope', 'read');
    expect((await hercules('token', 'revoke', 't1')).stdout).toBe('token t1 is revoked\n');
    expect((await hercules('token', 'list')).stdout).toContain('revoked\n');
    expect((await hercules('token', 'revoke', 't9')).status).toBe(4);
  });

  it('knows the scopes', async () => {
    const made = await hercules('token', 'new', '--name', 'ci', '--scope', 'everything');
    expect(made.status).toBe(2);
    expect(made.stderr).toContain('Allowed choices are read, contracts:write');
  });
});
