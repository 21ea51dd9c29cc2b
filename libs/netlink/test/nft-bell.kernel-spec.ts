import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchTables } from '../src/index.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns } from '../../../test/kernel/netns.js';

function nft(...args: readonly string[]): void {
  execFileSync('nft', args);
}

describe('the bell of nftables', () => {
  it('rings for tables of ours and not for those of others', () =>
    inNewNetns(async () => {
      const bell = await watchTables('hercules/');
      if (bell === undefined) throw new Error('events can not be had here');
      let rings = 0;
      bell.onChange(() => {
        rings += 1;
      });
      nft('add', 'table', 'inet', 'theirs');
      await sleep(50);
      expect(rings).toBe(0);
      nft('add', 'table', 'inet', 'hercules/a/b');
      await sleep(50);
      expect(rings).toBeGreaterThan(0);
      const before = rings;
      nft('flush', 'ruleset');
      await sleep(50);
      expect(rings).toBeGreaterThan(before);
      bell.close();
    }));
});
