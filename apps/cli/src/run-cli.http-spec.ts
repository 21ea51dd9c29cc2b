import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../test/captured-io.js';
import { FakeController, goodToken } from '../test/fake-controller.js';

describe('runCli', () => {
  let fake: FakeController;

  beforeAll(async () => {
    fake = await FakeController.start();
  });
  afterAll(async () => {
    await fake.stop();
  });

  it('documents its exit codes', async () => {
    const help = await run(['--help']);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain('  7  the controller could not be reached\n');
  });

  it('says its version', async () => {
    expect((await run(['version'])).stdout).toMatch(/^hercules \d+\.\d+\.\d+\n$/);
  });

  it.each([
    ['an unknown command', ['contract', 'sgin']],
    ['an unknown option', ['node', 'list', '--all']],
    ['a missing argument', ['node', 'show']],
    ['a missing option', ['key', 'new']],
    ['a value that is none', ['node', 'list', '--timeout', 'soon']],
    ['a format that is none', ['node', 'list', '-o', 'xml']],
    ['a url that is none', ['node', 'list', '--url', 'here']],
    ['a token file that is not there', ['node', 'list', '--token-file', '/nowhere/token']],
  ])('ends with 2 for %s', async (_title, argv) => {
    const ran = await run(argv);
    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^hercules: /);
  });

  it('ends with 6 without a token', async () => {
    expect(await run(['node', 'list'], { env: { HERCULES_URL: fake.url } })).toEqual({
      status: 6,
      stdout: '',
      stderr:
        'hercules: the token is missing or not valid; set HERCULES_TOKEN or give --token-file [token-invalid]\n',
    });
  });

  it('ends with 7 where nobody listens', async () => {
    const ran = await run(['node', 'list', '--url', 'http://127.0.0.1:1']);
    expect(ran.status).toBe(7);
    expect(ran.stderr).toMatch(
      /^hercules: the controller at http:\/\/127.0.0.1:1 could not be reached/,
    );
  });

  it('ends with 7 where nobody answers', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const ran = await run(['node', 'list', '--url', url, '--timeout', '1s']);
    silent.closeAllConnections();
    silent.close();
    expect(ran.status).toBe(7);
    expect(ran.stderr).toContain('did not answer within 1 s: raise --timeout');
  });

  it('ends with 1 where another program answers', async () => {
    const other = createServer((_request, response) => response.end('<html>hello</html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const ran = await run(['node', 'list', '--url', url]);
    other.close();
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('could not be understood (at the whole)');
  });

  it('never shows the token', async () => {
    for (const format of ['table', 'json', 'yaml']) {
      const ran = await run(['node', 'show', 'host-x', '-o', format], { env: fake.env });
      expect(ran.stdout + ran.stderr).not.toContain(goodToken);
    }
  });

  it.each([
    [
      'json',
      '{\n  "items": [\n    {\n      "type": "vxlan",\n      "title": "VXLAN segment"\n    }\n  ]\n}\n',
    ],
    ['yaml', 'items:\n  - type: vxlan\n    title: VXLAN segment\n'],
    ['table', 'TYPE   TITLE\nvxlan  VXLAN segment\n'],
  ])('answers as %s', async (format, answer) => {
    const ran = await run(['driver', 'list', '-o', format], { env: fake.env });
    expect(ran.stdout).toBe(answer);
  });

  it('shows the schema of a driver', async () => {
    const ran = await run(['driver', 'schema', 'vxlan'], { env: fake.env });
    expect(JSON.parse(ran.stdout)).toEqual({ title: 'schema of vxlan' });
  });
});
