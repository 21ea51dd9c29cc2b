import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { mssClampTable, type InterfaceName } from '#drivers';
import { carryOut } from '#engine';
import { openHost } from '../src/open-host.js';

import { inNewNetns } from '../../../test/kernel/netns.js';

const contract = 'A'.repeat(26);
const owner = { contract, workload: 'lan' };
const table = mssClampTable(
  { link: 'vx-lan' as InterfaceName, mtu: 1450, family: 'bridge' },
  owner,
);
const change = { contract, wanted: [{ resource: table, path: '' }], previous: [] };

describe('the host of an agent', () => {
  it('has tables of nftables, hears when somebody removes one, and brings it back', () =>
    inNewNetns(async () => {
      const host = await openHost();
      try {
        let rings = 0;
        expect((await carryOut(host, change, await host.observe())).state).toBe('applied');
        await sleep(100);
        await host.observe();
        const { writes } = host;
        expect((await carryOut(host, change, await host.observe())).state).toBe('unchanged');
        expect(host.writes).toBe(writes);

        host.onChange(() => {
          rings += 1;
        });
        execFileSync('nft', ['delete', 'table', 'bridge', table.table]);
        while (rings === 0) await sleep(20); // The test's own limit of time ends it.
        const after = await host.observe();
        expect(after.nft).toEqual([]);
        expect((await carryOut(host, change, after)).state).toBe('applied');
        const gone = { ...change, wanted: [], previous: change.wanted };
        expect((await carryOut(host, gone, await host.observe())).state).toBe('applied');
        expect(execFileSync('nft', ['list', 'ruleset'], { encoding: 'utf8' })).toBe('');
      } finally {
        host.close();
      }
    }));
});
