import type { ContractReport } from '#protocol';
import { ChangeFigures } from './change-figures.js';

function report(contractId: string, more: Partial<ContractReport> = {}): ContractReport {
  return {
    ...{ contractId, version: 1, digest: 'sha256:1', state: 'applied' },
    ...{ conditions: [], workloads: [], problems: [] },
    ...more,
  };
}

describe('figures of changes', () => {
  it('are kept while nothing is carried out, and added to when something is', () => {
    const figures = new ChangeFigures();
    figures.see([report('A', { seconds: 0.5 }), report('B')]);
    figures.see([report('A'), report('B')]);
    figures.see([report('A', { seconds: 0.25, state: 'failed' }), report('B')]);

    expect(figures.measures).toEqual({
      A: { changes: 2, failures: 1, seconds: 0.75, lastSeconds: 0.25 },
    });
  });

  it('go with the contract', () => {
    const figures = new ChangeFigures();
    figures.see([report('A', { seconds: 0.5 })]);
    figures.see([]);

    expect(figures.measures).toEqual({});
  });
});
