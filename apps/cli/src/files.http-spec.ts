import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CapturedSink } from '../test/captured-io.js';
import type { CliIo } from './cli-io.js';
import { readInput, writeOutput } from './files.js';

describe('files', () => {
  let folder: string;
  const stdout = new CapturedSink();
  const io: CliIo = {
    stdin: ReadableStream.from<Uint8Array>([Buffer.from('from '), Buffer.from('stdin')]),
    stdout,
    stderr: new CapturedSink(),
    env: {},
    now: () => new Date(0),
    randomBytes: (count) => new Uint8Array(count),
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hercules-files-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('are replaced and leave nothing else behind', async () => {
    const file = join(folder, 'a.json');
    await writeFile(file, 'old');
    await writeOutput(file, 'new', io);
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('stay as they are when they may not be replaced', async () => {
    const file = join(folder, 'a.json');
    await writeFile(file, 'old');
    await expect(writeOutput(file, 'new', io, { replace: false })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await readFile(file, 'utf8')).toBe('old');
  });

  it('never take the place of a device', async () => {
    await writeOutput('/dev/null', 'gone', io);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('are not written into a folder that is not there', async () => {
    await expect(writeOutput(join(folder, 'none', 'a'), 'x', io)).rejects.toThrow(
      'could not be written (ENOENT): check its folder',
    );
  });

  it("are standard input and output by the name '-'", async () => {
    expect(Buffer.from(await readInput('-', io)).toString()).toBe('from stdin');
    await writeOutput('-', 'shown', io);
    expect(stdout.text).toBe('shown');
  });
});
