import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../test/captured-io.js';

const parquet = Buffer.from([0x50, 0x41, 0x52, 0x31, 0xff, 0x00, 0xc3, 0x28]);

describe('hercules bill', () => {
  let folder: string;
  let server: Server;
  const asked: unknown[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hercules-bill-'));
    await writeFile(join(folder, 'plan.json'), '{"name":"standard"}');
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        asked.push(JSON.parse(Buffer.concat(chunks).toString()));
        response.end(parquet);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const bill = (...more: readonly string[]): ReturnType<typeof run> =>
    billBy(['--plan', join(folder, 'plan.json')], more);
  const billBy = (plan: readonly string[], more: readonly string[]): ReturnType<typeof run> => {
    const { port } = server.address() as AddressInfo;
    const env = { HERCULES_URL: `http://127.0.0.1:${port}`, HERCULES_TOKEN: 'hc_1.x' };
    const period = ['--from', '2026-01-01T00:00:00Z', '--to', '2026-02-01T00:00:00Z'];
    return run(['bill', '01JD0000000000000000000000', ...period, ...plan, ...more], { env });
  };

  it('writes Parquet into a file, byte for byte as the controller made it', async () => {
    const out = join(folder, 'bill.parquet');
    expect(await bill('--format', 'parquet', '--out', out)).toMatchObject({ status: 0 });
    expect(await readFile(out)).toEqual(parquet);
    expect(asked.at(-1)).toMatchObject({ format: 'focus-parquet', plan: { name: 'standard' } });
  });

  it('leaves the plan to the contract where none is given', async () => {
    const out = join(folder, 'own.parquet');
    expect(await billBy([], ['--format', 'parquet', '--out', out])).toMatchObject({ status: 0 });
    expect(asked.at(-1)).not.toHaveProperty('plan');
  });

  it('does not write bytes to standard output', async () => {
    const { status, stdout, stderr } = await bill('--format', 'parquet');
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('--out');
  });
});
