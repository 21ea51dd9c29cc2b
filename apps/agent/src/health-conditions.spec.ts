import type { ReportDraft } from './contract-report.js';
import { withHealth } from './health-conditions.js';

const ready = { type: 'Ready', status: 'True', reason: 'Verified', message: '' } as const;
const draft: ReportDraft = {
  contractId: 'A',
  version: 1,
  digest: '',
  state: 'applied',
  conditions: [],
  workloads: ['wan', 'lan'].map((name) => ({ name, conditions: [ready] })),
  problems: [],
};
const owner = { contract: 'A', workload: 'wan' };

describe('how workloads do their work', () => {
  it.each([
    ['working', 'True'],
    ['starting', 'Unknown'],
    ['degraded', 'False'],
    ['failed', 'False'],
  ] as const)('is told beside whether they stand: %s', (state, status) => {
    const health = { owner, state, reason: 'peer-silent', message: 'look' };
    expect(withHealth(draft, [health]).workloads).toEqual([
      {
        name: 'wan',
        conditions: [ready, { type: 'Working', status, reason: 'PeerSilent', message: 'look' }],
      },
      { name: 'lan', conditions: [ready] },
    ]);
  });

  it('is no matter of other contracts', () => {
    const health = { owner: { ...owner, contract: 'B' }, state: 'failed', reason: '', message: '' };
    expect(withHealth(draft, [{ ...health, state: 'failed' }])).toBe(draft);
  });
});
