import type { Condition } from '../api/answers.js';
import type { ContractStatus } from '../api/contract-answers.js';
import { coloured, plain } from './paint.js';
import { statusView } from './status-view.js';

const ready: Condition = {
  type: 'Ready',
  status: 'True',
  reason: 'Verified',
  message: 'as asked',
};
const drifted: Condition = { ...ready, type: 'Drifted', reason: 'FieldsDiffer', message: 'mtu' };

const status: ContractStatus = {
  contractId: '01JD0000000000000000000000',
  version: 2,
  state: 'active',
  observedVersion: 1,
  conditions: [ready],
  hosts: [
    {
      node: 'host-a',
      state: 'applied',
      version: 1,
      conditions: [ready, drifted],
      workloads: [{ name: 'lan', conditions: [ready] }],
      reportedAt: '2026-11-20T08:00:00Z',
    },
    {
      node: 'host-b',
      state: 'pending',
      version: null,
      conditions: [],
      workloads: [],
      reportedAt: null,
    },
  ],
};
const now = new Date('2026-11-20T08:03:00Z');

describe('statusView', () => {
  it('shows the contract, each host and each workload', () => {
    expect(statusView(status, now, plain)).toBe(
      [
        'contract:  01JD0000000000000000000000',
        'version:   2 (every host has version 1)',
        'state:     active',
        '  Ready  True  Verified  as asked',
        '',
        'host-a  applied version 1, reported 3 min ago',
        '  Ready    True  Verified      as asked',
        '  Drifted  True  FieldsDiffer  mtu',
        '  lan',
        '    Ready  True  Verified  as asked',
        '',
        'host-b  pending, reported never',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['nothing when it is everywhere', 2, 'version:   2\n'],
    ['so when it is not yet everywhere', null, 'version:   2 (not on every host yet)\n'],
  ])('adds to the version %s', (_title, observedVersion, line) => {
    expect(statusView({ ...status, observedVersion }, now, plain)).toContain(line);
  });

  it('paints a welcome truth green and an unwelcome one red', () => {
    const painted = statusView(status, now, coloured);
    expect(painted).toContain('Ready    \u001b[32mTrue');
    expect(painted).toContain('Drifted  \u001b[31mTrue');
  });
});
