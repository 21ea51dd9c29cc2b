import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFlags } from './agent-flags.js';

describe('the enterprise number of the agent', () => {
  it('is the one that it is started with, and none otherwise', () => {
    expect(readFlags(['--enterprise-number', '32473']).enterprise).toBe(32_473);
    expect(readFlags([])).not.toHaveProperty('enterprise');
  });

  it.each(['0', '4294967295', '29305', '-1', '1e3', 'ours', ''])("is not '%s'", (text) => {
    expect(() => readFlags([`--enterprise-number=${text}`])).toThrow(/that IANA has given you/);
  });
});

describe('the join token of an agent', () => {
  it('among the arguments is taken, with a warning that names the better way', () => {
    const { joinToken, warnings } = readFlags(['--join-token', 'once']);

    expect(joinToken).toBe('once');
    expect(warnings).toEqual([expect.stringContaining('--join-token-file FILE')]);
    expect(warnings.join()).not.toContain('once');
  });

  it('in a file is taken without one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flags-'));
    const file = join(folder, 'token');
    writeFileSync(file, 'once\n');

    expect(readFlags(['--join-token-file', file])).toMatchObject({
      joinToken: 'once',
      warnings: [],
    });
    rmSync(folder, { recursive: true });
  });
});
