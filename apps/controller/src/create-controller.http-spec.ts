import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createController, type ControllerSettings, type RunningController } from './index.js';

describe('a controller', () => {
  let folder: string;
  const log: string[] = [];
  const running: RunningController[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'controller-'));
    log.length = 0;
  });

  afterEach(async () => {
    for (const controller of running.splice(0)) await controller.close();
    rmSync(folder, { recursive: true });
  });

  async function start(settings: ControllerSettings = {}): Promise<RunningController> {
    const note = (message: string, fields: object = {}): void => {
      log.push(`${message} ${JSON.stringify(fields)}`);
    };
    const controller = await createController(
      { dataDir: join(folder, 'data'), listen: '127.0.0.1:0', ...settings },
      { logger: { debug: note, info: note, warn: note, error: note } },
    );
    running.push(controller);
    return controller;
  }

  const mode = (name: string): number => statSync(join(folder, 'data', name)).mode & 0o777;

  it('writes its first token to a file that only its owner can read', async () => {
    const { adminToken, url } = await start();
    const token = readFileSync(join(folder, 'data/admin-token'), 'utf8').trim();
    const answer = await fetch(`${url}/api/v1/tokens`, {
      headers: { authorization: `Bearer ${token}` },
    });

    expect(token).toBe(adminToken);
    expect(answer.status).toBe(200);
    expect([mode('admin-token'), mode('controller.sqlite'), mode('.')]).toEqual([
      0o600, 0o600, 0o700,
    ]);
    expect(log.join()).not.toContain(token);
  });

  it('keeps its tokens over a restart and makes no further first one', async () => {
    const first = await start();
    await running.pop()?.close();
    const second = await start();
    const answer = await second.app.inject({
      url: '/api/v1/contracts',
      headers: { authorization: `Bearer ${String(first.adminToken)}` },
    });

    expect(second.adminToken).toBeUndefined();
    expect(answer.statusCode).toBe(200);
  });

  it('takes requests on a socket file, also after one was left behind by a crash', async () => {
    const path = join(folder, 'c.sock');
    leaveSocketBehind(path);
    const { url } = await start({ listen: `unix:${path}` });

    expect(url).toBe(`unix:${path}`);
    expect(await statusOverSocket(path, '/livez')).toBe(200);
  });

  it('does not start with settings that are wrong, and names them', async () => {
    await expect(start({ listen: 'everywhere' })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('/listen'),
    });
  });

  it('does not start where another one takes requests', async () => {
    const { url } = await start();

    await expect(
      start({ dataDir: ':memory:', listen: url.replace('http://', '') }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('adds headers that keep its answers out of caches', async () => {
    const { app } = await start();
    const { headers } = await app.inject({ url: '/livez' });

    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });
});

/** Another process that takes requests on a socket and dies without clearing up. */
function leaveSocketBehind(path: string): void {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
}

function statusOverSocket(socketPath: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
