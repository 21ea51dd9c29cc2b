import { readFile } from 'node:fs/promises';
import { run } from '../../test/captured-io.js';
import { FakeController } from '../../test/fake-controller.js';
import { SiteFolder } from '../../test/site-folder.js';

describe('hercules charter', () => {
  let site: SiteFolder;
  let fake: FakeController;

  beforeEach(async () => {
    [site, fake] = await Promise.all([SiteFolder.make(), FakeController.start()]);
  });
  afterEach(async () => {
    await Promise.all([site.remove(), fake.stop()]);
  });

  async function joinedNode(id: string): Promise<Record<string, unknown>> {
    const shown = await run(['key', 'show', site.file(`${id}.jwk`), '-o', 'json']);
    const key = JSON.parse(shown.stdout) as Record<string, unknown>;
    return { id, state: 'connected', ...key };
  }

  it('writes, signs twice, submits and shows a charter', async () => {
    const envelope = await site.signedCharter();
    const submitted = await run(['charter', 'submit', envelope], { env: fake.env });
    expect(submitted).toMatchObject({ status: 0, stderr: '' });
    expect(submitted.stdout).toMatch(/^charter \w{26} version 1 is in force\n$/);
    const shown = await run(['charter', 'show'], { env: fake.env });
    expect(shown.stdout).toContain('principals:  alice (operator), bob\n');
    expect(shown.stdout).toContain('nodes:       host-a, host-b\n');
  });

  it('collects signatures on one payload in one envelope', async () => {
    const { signatures } = JSON.parse(await readFile(await site.signedCharter(), 'utf8'));
    expect(signatures).toHaveLength(2);
  });

  it('writes the envelope in force to a file, byte for byte what can be submitted again', async () => {
    await run(['charter', 'submit', await site.signedCharter()], { env: fake.env });
    const copy = site.file('copy.json');
    await run(['charter', 'show', '--out', copy], { env: fake.env });
    expect((await run(['charter', 'submit', copy], { env: fake.env })).status).toBe(0);
  });

  it('takes hosts that joined, with their addresses, from the controller', async () => {
    fake.site.nodes.push(await joinedNode('host-a'), { id: 'host-x', state: 'pending' });
    fake.site.interfaces.set('host-a', [
      { name: 'lo', kind: 'other', addresses: ['127.0.0.1/8', '::1/128'] },
      { name: 'eth0', kind: 'other', mtu: 9000, addresses: ['192.0.2.1/24', 'fe80::1/64'] },
      {
        name: 'br1',
        kind: 'bridge',
        owner: { contract: 'c', workload: 'w' },
        addresses: ['198.51.100.1/24'],
      },
    ]);
    const principal = `alice=${site.file('alice.jwk')}`;
    const argv = ['charter', 'new', '--out', '-', '--from-controller', '--principal', principal];
    const { nodes } = JSON.parse((await run(argv, { env: fake.env })).stdout);
    expect(nodes).toMatchObject([
      {
        id: 'host-a',
        underlays: [{ link: 'eth0', addresses: ['192.0.2.1'], mtu: 9000 }],
        parents: [],
      },
    ]);
  });

  it('takes a host only with the key that its owner compared', async () => {
    const node = await joinedNode('host-a');
    fake.site.nodes.push(node);
    const argv = ['charter', 'new', '--out', '-', '--principal', `alice=${site.file('alice.jwk')}`];
    const taken = await run([...argv, '--node', `host-a=${String(node['keyId'])}`], {
      env: fake.env,
    });
    expect(JSON.parse(taken.stdout).nodes).toMatchObject([
      { id: 'host-a', key: node['publicKey'] },
    ]);
    const other = await run([...argv, '--node', `host-a=${'A'.repeat(43)}`], { env: fake.env });
    expect(other.status).toBe(5);
    expect(other.stderr).toContain('compare with what its agent shows');
  });

  it('gives one principal two keys', async () => {
    const [alice, bob] = [site.file('alice.jwk'), site.file('bob.jwk')];
    const argv = [
      'charter',
      'new',
      '--out',
      '-',
      '--principal',
      `alice=${alice}:a`,
      `alice=${bob}:b`,
    ];
    const { principals } = JSON.parse((await run(argv)).stdout);
    expect(principals).toHaveLength(1);
    expect(principals).toMatchObject([{ id: 'alice', roles: ['a', 'b'], keys: [{}, {}] }]);
  });

  it('takes a public key from the command line', async () => {
    const { publicKey } = await joinedNode('alice');
    const argv = [
      'charter',
      'new',
      '--out',
      '-',
      '--principal',
      `alice=${JSON.stringify(publicKey)}:operator`,
    ];
    const { principals } = JSON.parse((await run(argv)).stdout);
    expect(principals).toMatchObject([
      { id: 'alice', roles: ['operator'], keys: [{ key: publicKey }] },
    ]);
  });

  it('makes the next version with a host more', async () => {
    const first = await site.signedCharter();
    await run(['key', 'new', '--out', site.file('host-c.jwk')]);
    const next = ['charter', 'new', '--next', first, '--node', `host-c=${site.file('host-c.jwk')}`];
    const made = await run([...next, '--out', site.file('v2.json')]);
    expect(made.status).toBe(0);
    expect(JSON.parse(await readFile(site.file('v2.json'), 'utf8'))).toMatchObject({
      version: 2,
      previous: expect.stringMatching(/^sha256:/),
      nodes: [{ id: 'host-a' }, { id: 'host-b' }, { id: 'host-c' }],
    });
  });

  it('wants principals', async () => {
    expect(await run(['charter', 'new', '--out', site.file('none.json')])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'hercules: a new charter needs at least one --principal\n',
    });
  });

  it('says that there is none yet', async () => {
    expect(await run(['charter', 'show'], { env: fake.env })).toEqual({
      status: 4,
      stdout: '',
      stderr: 'hercules: there is no charter yet [charter-missing]\n',
    });
  });

  it('does not submit what nobody signed', async () => {
    await site.signedCharter();
    const submitted = await run(['charter', 'submit', site.file('charter.json')], {
      env: fake.env,
    });
    expect(submitted.status).toBe(3);
    expect(submitted.stderr).toContain('carries no signature: sign it with');
    expect(fake.requests).toHaveLength(0);
  });
});
