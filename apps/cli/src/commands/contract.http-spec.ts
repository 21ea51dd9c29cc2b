import { readFile, writeFile } from 'node:fs/promises';
import { run, type Ran } from '../../test/captured-io.js';
import { FakeController } from '../../test/fake-controller.js';
import { SiteFolder } from '../../test/site-folder.js';

describe('hercules contract', () => {
  let site: SiteFolder;
  let fake: FakeController;

  beforeEach(async () => {
    [site, fake] = await Promise.all([SiteFolder.make(), FakeController.start()]);
  });
  afterEach(async () => {
    await Promise.all([site.remove(), fake.stop()]);
  });

  const hercules = async (...argv: string[]): Promise<Ran> => run(argv, { env: fake.env });
  const idIn = async (file: string): Promise<string> =>
    String(JSON.parse(await readFile(file, 'utf8')).contractId);

  /** A contract at the controller that only alice has signed. */
  async function halfSigned(): Promise<string> {
    await hercules('charter', 'submit', await site.signedCharter());
    const draft = await site.draftContract();
    await site.sign('contract', 'office.json', 'alice');
    await hercules('contract', 'submit', site.file('office.signed.json'));
    return idIn(draft);
  }

  describe('new', () => {
    it('asks the controller for the charter', async () => {
      await hercules('charter', 'submit', await site.signedCharter());
      const made = await hercules(
        'contract',
        'new',
        '--out',
        '-',
        '--vni',
        '7',
        '--node',
        'host-a',
      );
      expect(JSON.parse(made.stdout)).toMatchObject({
        title: 'Segment 7',
        audience: { nodes: ['host-a'] },
        governance: { provision: { weightRequired: 2 } },
      });
    });

    it('uses the underlay and the addresses that are named', async () => {
      await site.signedCharter();
      const argv = ['contract', 'new', '--out', '-', '--charter', site.file('charter.json')];
      const members = ['--node', 'host-a', 'host-b=eth7', '--address', 'host-a=198.51.100.1/24'];
      const { workloads } = JSON.parse((await hercules(...argv, '--vni', '1', ...members)).stdout);
      expect(workloads).toMatchObject([
        { data: { members: [{ addresses: ['198.51.100.1/24'] }, {}] } },
        { data: { members: [{ underlay: 'eth0' }, { underlay: 'eth7' }] } },
      ]);
    });

    it.each([
      [
        'a host that the charter does not list',
        ['--node', 'host-x', '--vni', '1'],
        "lists no host 'host-x': its hosts are host-a, host-b",
      ],
      [
        'an address of a host that takes no part',
        ['--node', 'host-a', '--vni', '1', '--address', 'host-b=198.51.100.1/24'],
        "the host 'host-b', which no --node names",
      ],
      ['no segment', ['--node', 'host-a'], 'needs --vni and at least one --node'],
    ])('refuses %s', async (_title, more, said) => {
      await site.signedCharter();
      const argv = ['contract', 'new', '--out', '-', '--charter', site.file('charter.json')];
      const made = await hercules(...argv, ...more);
      expect(made.status).toBe(2);
      expect(made.stderr).toContain(said);
    });

    it('makes the next version of what the controller has, with a workload changed', async () => {
      const id = await halfSigned();
      const change = ['--set', '/workloads/1/data/vni=200'];
      const made = await hercules('contract', 'new', '--next', id, '--out', '-', ...change);
      expect(JSON.parse(made.stdout)).toMatchObject({
        ...{ contractId: id, version: 2, previous: expect.stringMatching(/^sha256:/) },
        workloads: [{ version: 1 }, { version: 2, data: { vni: 200 } }],
      });
    });
  });

  describe('validate', () => {
    it('accepts a draft without a controller', async () => {
      await site.signedCharter();
      const draft = await site.draftContract();
      const argv = ['contract', 'validate', draft, '--charter', site.file('charter.json')];
      const checked = await run(argv);
      expect(checked).toMatchObject({ status: 0, stderr: '' });
      expect(checked.stdout).toMatch(
        /^contract \w{26} version 1 \(Office\) is valid, digest sha256:\w{64}\n$/,
      );
    });

    it.each([
      ['what is no JSON', () => '{', 'json-syntax'],
      [
        'a member that stands twice',
        (text: string) => text.replace('"title"', '"version": 1, "title"'),
        'json-duplicate-member',
      ],
      ['an unknown member', (text: string) => text.replace('"title"', '"titel"'), 'member-unknown'],
      [
        'a workload that no driver reads',
        (text: string) => text.replace('"vxlan"', '"vxlam"'),
        'driver-unknown',
      ],
      [
        'workload data that its driver refuses',
        (text: string) => text.replace('"vni": 100', '"vni": 0'),
        'vni-out-of-range',
      ],
      [
        'an underlay that the charter does not list',
        (text: string) => text.replace('"eth0"', '"eth9"'),
        'underlay-not-in-charter',
      ],
    ])('refuses %s', async (_title, change, code) => {
      await site.signedCharter();
      const file = await site.draftContract();
      await writeFile(file, change(await readFile(file, 'utf8')));
      const checked = await run([
        'contract',
        'validate',
        file,
        '--charter',
        site.file('charter.json'),
      ]);
      expect(checked).toMatchObject({ status: 3, stdout: '' });
      expect(checked.stderr).toMatch(
        new RegExp(`^hercules: .*: mend what is named\n.*  ${code}  `, 's'),
      );
    });

    it('tells problems to programs', async () => {
      const checked = await run(['contract', 'validate', '-', '-o', 'json'], { stdin: '{}' });
      expect(checked.status).toBe(3);
      expect(JSON.parse(checked.stderr).error).toMatchObject({
        code: 'refused',
        problems: expect.arrayContaining([
          expect.objectContaining({ code: 'member-missing', path: '/contractId' }),
        ]),
      });
    });
  });

  describe('sign', () => {
    it('does not sign a document that is not valid', async () => {
      await site.signedCharter();
      const file = await site.draftContract();
      await writeFile(file, (await readFile(file, 'utf8')).replace('"version": 1', '"version": 0'));
      expect((await site.sign('contract', 'office.json', 'alice')).status).toBe(3);
    });

    it('does not sign twice with one key', async () => {
      await site.signedCharter();
      await site.draftContract();
      await site.sign('contract', 'office.json', 'alice');
      const again = await site.sign('contract', 'office.json', 'alice');
      expect(again.status).toBe(3);
      expect(again.stderr).toContain('signature-duplicate');
    });

    it('does not write over the signatures of another document', async () => {
      await site.signedCharter();
      await site.draftContract();
      await site.sign('contract', 'office.json', 'alice');
      await site.draftContract('office.json', ['--force']);
      const other = await site.sign('contract', 'office.json', 'bob');
      expect(other.status).toBe(5);
      expect(other.stderr).toContain(
        'exists and holds something else: name another file with --out',
      );
    });

    it('signs from standard input to standard output', async () => {
      await site.signedCharter();
      const stdin = await readFile(await site.draftContract(), 'utf8');
      const argv = ['contract', 'sign', '-', '--key', site.file('alice.jwk')];
      const { payload, signatures } = JSON.parse((await run(argv, { stdin })).stdout);
      expect(Buffer.from(payload, 'base64url').toString()).toBe(stdin);
      expect(signatures).toHaveLength(1);
    });

    it('completes a contract at the controller and follows its roll-out', async () => {
      const id = await halfSigned();
      const key = ['--key', site.file('bob.jwk')];
      const signed = await hercules('contract', 'sign', id, ...key, '--submit', '--wait');
      expect(signed).toEqual({
        status: 0,
        stdout: `contract ${id} version 1 is rolled out\n`,
        stderr:
          '  host-a  succeeded  applied\n  host-b  running  applying\n  host-b  succeeded  applied\n',
      });
    });

    it('does not submit a signature on other content than the controller has', async () => {
      const id = await halfSigned();
      const text = await readFile(site.file('office.json'), 'utf8');
      await writeFile(site.file('office.json'), text.replace('"Office"', '"Other"'));
      const argv = ['contract', 'sign', site.file('office.json'), '--key', site.file('bob.jwk')];
      const signed = await hercules(...argv, '--submit');
      expect(signed.status).toBe(5);
      expect(signed.stderr).toContain(`sign that with 'hercules contract sign ${id} --submit'`);
    });
  });

  describe('submit', () => {
    it('says whose signature is missing', async () => {
      const id = await halfSigned();
      const again = await hercules('contract', 'submit', site.file('office.signed.json'));
      expect(again).toMatchObject({
        status: 0,
        stdout: `contract ${id} version 1 is stored and needs more signatures, from: bob\n`,
      });
    });

    it('does not wait for a roll-out that cannot begin', async () => {
      await halfSigned();
      const file = site.file('office.signed.json');
      const waited = await hercules('contract', 'submit', file, '--wait');
      expect(waited.status).toBe(5);
      expect(waited.stderr).toContain('rolls out only with more signatures, from bob');
    });

    it('waits for the roll-out of a complete contract', async () => {
      const submitted = await hercules('contract', 'submit', await site.ready(fake), '--wait');
      expect(submitted.status).toBe(0);
      expect(submitted.stdout).toContain('is rolled out\n');
    });

    it('fails when a host fails', async () => {
      fake.contracts.failingNodes.add('host-b');
      const submitted = await hercules('contract', 'submit', await site.ready(fake), '--wait');
      expect(submitted.status).toBe(1);
      expect(submitted.stderr).toContain('  host-b  failed  rolled back\n');
      expect(submitted.stderr).toContain('hercules: the roll-out failed on host-b: see');
    });

    it('gives up waiting when its time is over', async () => {
      fake.contracts.stuck = true;
      const file = await site.ready(fake);
      const waited = await hercules('contract', 'submit', file, '--wait', '--wait-timeout', '1s');
      expect(waited.status).toBe(8);
      expect(waited.stderr).toContain('still runs after 1 s (0 of 2 hosts are done)');
    });

    it('only rehearses a dry run', async () => {
      const file = await site.ready(fake);
      const rehearsed = await hercules('contract', 'submit', file, '--dry-run');
      expect(rehearsed.stdout).toContain(
        'host-a: 2 to create, 0 to change, 0 to delete, no traffic effect\n',
      );
      expect(fake.contracts.stored.size).toBe(0);
    });

    it('sends the exact envelope, with a key against doing it twice', async () => {
      const file = await site.ready(fake);
      await hercules('contract', 'submit', file);
      const request = fake.requests.at(-1);
      expect(request?.body).toBe((await readFile(file, 'utf8')).trim());
      expect(request?.headers).toMatchObject({
        'content-type': 'application/jose+json',
        'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    });
  });

  describe('questions', () => {
    it('plans a draft that nobody has signed', async () => {
      await site.signedCharter();
      const planned = await hercules('contract', 'plan', await site.draftContract());
      expect(planned.stdout).toContain(
        '  +    link bridge-lan     lan\n  +    link vxlan-segment  segment\n',
      );
    });

    it('plans, shows, lists and tells the status of a contract', async () => {
      await hercules('contract', 'submit', await site.ready(fake));
      const id = await idIn(site.file('office.json'));
      const planned = await hercules('contract', 'plan', id);
      const status = await hercules('contract', 'status', id);
      const shown = await hercules('contract', 'show', id);
      expect([planned.status, status.status, shown.status]).toEqual([0, 0, 0]);
      expect(status.stdout).toContain('host-a  applied version 1, reported now\n');
      expect(shown.stdout).toContain('signed by:  alice, bob\n');
    });

    it('hands a sheet to the people at the other ends of the cables', async () => {
      await hercules('contract', 'submit', await site.ready(fake));
      const id = await idIn(site.file('office.json'));
      const { status, stdout } = await hercules('contract', 'handoff', id);
      expect([status, stdout]).toEqual([0, '# office\n\n## host-a\n']);
    });

    describe('has a sheet for the other end of a tunnel', () => {
      const sheet = async (...options: readonly string[]): ReturnType<typeof hercules> => {
        await hercules('contract', 'submit', await site.ready(fake));
        const id = await idIn(site.file('office.json'));
        return hercules('contract', 'peer-sheet', id, 'wan', ...options);
      };

      it.each([
        ['md', '# wan to host-b'],
        ['json', '{\n  "name": "wan"\n}\n'],
        ['swanctl', 'connections {\n}\n\n# pubkey/peer.pem:\n# -----BEGIN PUBLIC KEY-----\n'],
      ])('as %s', async (format, text) => {
        const { status, stdout } = await sheet('--end', 'host-b', '--format', format);
        expect([status, stdout]).toEqual([0, text]);
      });

      it('as files', async () => {
        const { status } = await sheet('--end', 'host-b', '--out', site.file('peer'));
        expect(status).toBe(0);
        expect(await readFile(site.file('peer/swanctl.conf'), 'utf8')).toBe('connections {\n}\n');
        expect(await readFile(site.file('peer/pubkey/peer.pem'), 'utf8')).toContain('PUBLIC KEY');
      });

      it('and asks which end of ours is meant where both are', async () => {
        const { status, stderr } = await sheet();
        expect(status).not.toBe(0);
        expect(stderr).toContain('--end with one of host-a, host-b');
      });
    });

    it('turns all pages of the list', async () => {
      await hercules('contract', 'submit', await site.ready(fake));
      await site.draftContract('second.json');
      await site.sign('contract', 'second.json', 'alice');
      await hercules('contract', 'submit', site.file('second.signed.json'));
      const { items } = JSON.parse((await hercules('contract', 'list', '-o', 'json')).stdout);
      expect(items).toHaveLength(2);
    });

    it('gets the envelope, so that another can sign it', async () => {
      const id = await halfSigned();
      const copy = site.file('copy.json');
      await hercules('contract', 'get', id, '--out', copy);
      expect((await site.sign('contract', 'copy.json', 'bob')).status).toBe(0);
      expect(JSON.parse(await readFile(copy, 'utf8')).signatures).toHaveLength(2);
    });

    it.each(['show', 'status', 'get'])('refuses %s of what is no id', async (verb) => {
      const asked = await hercules(
        'contract',
        verb,
        'office',
        ...(verb === 'get' ? ['--out', '-'] : []),
      );
      expect(asked.status).toBe(2);
      expect(asked.stderr).toContain("'office' is not a contract id");
    });

    it('does not find what is not there', async () => {
      const asked = await hercules('contract', 'show', '01ARYZ6S410000000000000000');
      expect(asked.status).toBe(4);
    });
  });
});
