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
  const hostWith = (parts: object): ContractStatus => ({
    ...status,
    hosts: status.hosts
      .slice(0, 1)
      .map((host) => ({ ...host, conditions: [], workloads: [], ...parts })),
  });
  const linesOf = (parts: object): readonly string[] =>
    statusView(hostWith(parts), now, plain).split('\n').slice(6);
  const items = [
    { kind: 'missing', identity: 'link vx-lan', fields: [] },
    { kind: 'changed', identity: 'link br-lan', fields: ['bridge.stp', 'mtu'] },
  ];

  it('shows since when and how a host departs, and its problems', () => {
    const drift = { state: 'drifted', since: '2026-11-20T08:01:00Z', items, repairs: 0 };
    const problems = [{ code: 'drifted', path: 'link vx-lan', detail: 'link vx-lan is missing' }];
    expect(linesOf({ drift, problems })).toEqual([
      '  drifted since 2 min ago',
      '    missing  link vx-lan',
      '    changed  link br-lan  bridge.stp, mtu',
      '  drifted  link vx-lan  link vx-lan is missing',
      '',
    ]);
  });

  it('shows the last repair, and foreign things on what is in sync', () => {
    const foreign = [{ kind: 'foreign', identity: 'port tap0', fields: [] }];
    const repaired = { at: '2026-11-20T08:02:30Z', items };
    const drift = { state: 'in-sync', items: foreign, repairs: 3, repaired };
    expect(linesOf({ drift })).toEqual([
      '  in sync; repaired 3 times, last 30 s ago',
      '    foreign  port tap0',
      '',
    ]);
  });

  it('says that nothing is known of a silent host, and cuts long lists', () => {
    const many = Array.from({ length: 25 }, (_, index) => ({
      ...{ kind: 'missing', identity: `link br${index}`, fields: [] },
    }));
    const lines = linesOf({ drift: { state: 'unknown', items: many, repairs: 0 } });
    expect(lines[0]).toBe('  drift unknown: the host is silent, its last word was:');
    expect(lines.at(-2)).toBe('    and 5 more');
    expect(lines).toHaveLength(23);
  });

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
