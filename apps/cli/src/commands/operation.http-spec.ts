import { run, type Ran } from '../../test/captured-io.js';
import { FakeController } from '../../test/fake-controller.js';
import { SiteFolder } from '../../test/site-folder.js';

describe('hercules operation', () => {
  let site: SiteFolder;
  let fake: FakeController;
  let id: string;

  const hercules = async (...argv: string[]): Promise<Ran> => run(argv, { env: fake.env });

  beforeEach(async () => {
    [site, fake] = await Promise.all([SiteFolder.make(), FakeController.start()]);
    const submitted = await hercules('contract', 'submit', await site.ready(fake), '-o', 'json');
    const body = JSON.parse(submitted.stdout) as { operation: { id: string } };
    id = body.operation.id;
  });
  afterEach(async () => {
    await Promise.all([site.remove(), fake.stop()]);
  });

  it('shows how far a roll-out is', async () => {
    const shown = await hercules('operation', 'show', id);
    expect(shown.stdout).toContain('progress:   1 of 2 hosts\n  host-a  succeeded  applied\n');
  });

  it('waits for the end of a roll-out', async () => {
    const shown = await hercules('operation', 'show', id, '--wait');
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('state:      succeeded\n');
    expect(shown.stderr).toBe(
      '  host-a  succeeded  applied\n  host-b  running  applying\n  host-b  succeeded  applied\n',
    );
  });

  it('keeps waiting for a controller that cannot be reached, until the time is over', async () => {
    const { env } = fake;
    await fake.stop();
    const argv = ['operation', 'show', id, '--wait', '--wait-timeout', '1s'];
    const shown = await run(argv, { env });
    expect(shown.status).toBe(8);
    expect(shown.stderr).toContain('(the controller cannot be reached)');
    fake = await FakeController.start();
  });

  it('lists roll-outs', async () => {
    const listed = await hercules('operation', 'list');
    expect(listed.stdout).toContain('running  0 of 2  -\n');
  });
});
