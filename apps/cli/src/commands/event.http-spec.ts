import { run } from '../../test/captured-io.js';
import { FakeController } from '../../test/fake-controller.js';
import { ApiClient } from '../api/api-client.js';
import { followEvents } from '../api/follow-events.js';

describe('events', () => {
  let fake: FakeController;

  beforeEach(async () => {
    fake = await FakeController.start();
    fake.site.record('node.joined', 'host-a');
    fake.site.record('contract.received', '01ARYZ6S410000000000000000');
    fake.site.record('report.received', 'host-a', { contractId: '01ARYZ6S410000000000000000' });
    fake.site.record('node.seen', 'host-b');
  });
  afterEach(async () => {
    await fake.stop();
  });

  async function collect(count: number, after: string): Promise<readonly number[]> {
    const settings = { url: fake.url, token: 'hc_1.secret-of-the-operator' };
    const api = new ApiClient({ ...settings, format: 'table', colour: false, timeout: 5000 });
    const seen: number[] = [];
    for await (const { seq } of followEvents(api, { after, pause: 1 })) {
      seen.push(Number(seq));
      if (seen.length === count) break;
    }
    return seen;
  }

  it('come without a gap and without a repetition although every line breaks', async () => {
    expect(await collect(4, '0')).toEqual([1, 2, 3, 4]);
  });

  it('begin behind the one that is named', async () => {
    expect(await collect(2, '2')).toEqual([3, 4]);
  });

  it('are shown until the program is interrupted, those of one contract only', async () => {
    const interrupt = new AbortController();
    const argv = ['contract', 'watch', '01ARYZ6S410000000000000000', '--after', '0', '-o', 'json'];
    const running = run(argv, { env: fake.env, signal: interrupt.signal });
    while (fake.requests.length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt.abort();
    const watched = await running;
    expect(watched.status).toBe(0);
    const seen = watched.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(seen.map(({ type }) => type)).toEqual(['contract.received', 'report.received']);
  }, 15_000);

  it('have receivers, which are shown with how far they are and what troubles them', async () => {
    const { stdout } = await run(['event', 'receivers'], { env: fake.env });

    expect(stdout.split('\n').map((line) => line.trimEnd().replaceAll(/ {2,}/g, ' | '))).toEqual([
      expect.stringMatching(/^receiver/i),
      'siem | syslog | 9 | 0 | 0 | 0 | -',
      'chat | webhook | 4 | 5 | 1 | 0 | event 3: chat.example answered 422',
      '',
    ]);
  });

  it('are listed as they are stored', async () => {
    const listed = await run(['event', 'list', '--after', '3'], { env: fake.env });
    expect(listed).toEqual({
      status: 0,
      stdout: '2026-11-21T00:00:00Z  node.seen            host-b by alice\n',
      stderr: '',
    });
  });

  it('are not waited for where the token is wrong', async () => {
    const env = { ...fake.env, HERCULES_TOKEN: 'wrong' };
    expect((await run(['event', 'watch'], { env })).status).toBe(6);
  });
});
