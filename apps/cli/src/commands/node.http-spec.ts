import { run, type Ran } from '../../test/captured-io.js';
import { FakeController } from '../../test/fake-controller.js';
import { SiteFolder } from '../../test/site-folder.js';

describe('hercules node', () => {
  let fake: FakeController;

  beforeEach(async () => {
    fake = await FakeController.start();
    fake.site.nodes.push({ id: 'host-a', keyId: 'k1', state: 'connected', agentVersion: '0.1.0' });
    fake.site.interfaces.set('host-a', [
      { name: 'eth0', kind: 'other', addresses: [] },
      { name: 'br1', kind: 'bridge', owner: { contract: 'c', workload: 'lan' }, addresses: [] },
    ]);
  });
  afterEach(async () => {
    await fake.stop();
  });

  const hercules = async (...argv: string[]): Promise<Ran> => run(argv, { env: fake.env });

  describe('join', () => {
    it('shows the exact command, with a trust anchor that was given', async () => {
      const anchor = `sha256:${'0'.repeat(64)}`;
      const joined = await hercules('node', 'join', 'host-a', '--trust-anchor', anchor);
      expect(joined).toEqual({
        status: 0,
        stdout: `echo join-secret-of-host-a | hercules-agent --controller ${fake.url} --join-token-file - --trust-anchor=${anchor}\n`,
        stderr: "run this on the host 'host-a' before 2026-11-21T00:00:00Z; the token works once\n",
      });
    });

    it('says that the trust anchor is missing while there is no charter', async () => {
      const joined = await hercules('node', 'join', 'host-a');
      expect(joined.stdout).not.toContain('--trust-anchor');
      expect(joined.stderr).toContain('add --trust-anchor with the digest of your charter');
    });

    it('finds the trust anchor in a key file, in a charter or at the controller', async () => {
      const site = await SiteFolder.make();
      const charter = await site.signedCharter();
      const key = await hercules(
        'node',
        'join',
        'host-a',
        '--trust-anchor',
        site.file('alice.jwk'),
      );
      const file = await hercules('node', 'join', 'host-a', '--trust-anchor', charter);
      await hercules('charter', 'submit', charter);
      const stored = await hercules('node', 'join', 'host-a');
      await site.remove();
      expect(key.stdout).toMatch(/ --trust-anchor=[\w-]{43}\n$/);
      expect(file.stdout).toMatch(/ --trust-anchor=sha256:\w{64}\n$/);
      expect(stored.stdout).toBe(file.stdout);
    });
  });

  it('lists and shows hosts', async () => {
    expect((await hercules('node', 'list')).stdout).toContain('host-a  connected');
    expect((await hercules('node', 'show', 'host-a')).stdout).toContain('agent:      0.1.0\n');
  });

  it('does not find a host that is unknown', async () => {
    expect(await hercules('node', 'show', 'host-x')).toMatchObject({
      status: 4,
      stderr: "hercules: no host is called 'host-x' [node-unknown]\n",
    });
  });

  it.each([
    ['all', [], ['eth0', 'br1']],
    ['our', ['--ours'], ['br1']],
    ['foreign', ['--foreign'], ['eth0']],
  ])('shows %s interfaces', async (_title, flags, names) => {
    const shown = await hercules('node', 'interfaces', 'host-a', '-o', 'json', ...flags);
    const { items } = JSON.parse(shown.stdout) as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toEqual(names);
  });
});
