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
