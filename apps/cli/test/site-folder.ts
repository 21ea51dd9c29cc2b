import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Ran } from './captured-io.js';
import type { FakeController } from './fake-controller.js';

type Env = Readonly<Record<string, string>>;

/** A folder of its own with the keys of alice, bob and two hosts, and what they write. */
export class SiteFolder {
  private constructor(private readonly folder: string) {}

  static async make(): Promise<SiteFolder> {
    const site = new SiteFolder(await mkdtemp(join(tmpdir(), 'hercules-cli-')));
    for (const name of ['alice', 'bob', 'host-a', 'host-b']) {
      await run(['key', 'new', '--out', site.file(`${name}.jwk`)]);
    }
    return site;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  /** Writes and signs a charter; the file of its envelope. */
  async signedCharter(): Promise<string> {
    await run([
      ...['charter', 'new', '--out', this.file('charter.json')],
      ...['--principal', `alice=${this.file('alice.jwk')}:operator`, `bob=${this.file('bob.jwk')}`],
      ...['--node', `host-a=${this.file('host-a.jwk')}`, `host-b=${this.file('host-b.jwk')}`],
      ...['--underlay', 'host-a=eth0:192.0.2.1', 'host-b=eth0:192.0.2.2'],
    ]);
    await this.sign('charter', 'charter.json', 'alice');
    await this.sign('charter', 'charter.json', 'bob');
    return this.file('charter.signed.json');
  }

  /** Writes a contract for the charter in `charter.json`; its file. */
  async draftContract(name = 'office.json', more: readonly string[] = []): Promise<string> {
    await run([
      ...['contract', 'new', '--out', this.file(name), '--charter', this.file('charter.json')],
      ...['--vni', '100', '--node', 'host-a', 'host-b', '--title', 'Office', ...more],
    ]);
    return this.file(name);
  }

  async sign(kind: 'charter' | 'contract', name: string, who: string, env: Env = {}): Promise<Ran> {
    return run([kind, 'sign', this.file(name), '--key', this.file(`${who}.jwk`)], { env });
  }

  /** A charter at the controller, and a contract signed by alice and bob in a file. */
  async ready(fake: FakeController): Promise<string> {
    await run(['charter', 'submit', await this.signedCharter()], { env: fake.env });
    await this.draftContract();
    await this.sign('contract', 'office.json', 'alice');
    await this.sign('contract', 'office.json', 'bob');
    return this.file('office.signed.json');
  }
}
