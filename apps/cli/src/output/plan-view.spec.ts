import type { HostPlan, PlanAnswer, PlannedOperation } from '../api/contract-answers.js';
import { plain } from './paint.js';
import { planView } from './plan-view.js';

function operation(changes: Partial<PlannedOperation>): PlannedOperation {
  return {
    action: 'create',
    identity: 'link br-lan',
    fields: [],
    effect: 'none',
    workload: 'lan',
    before: null,
    after: null,
    ...changes,
  };
}

function viewOf(...hosts: readonly Partial<HostPlan>[]): string {
  const plan: PlanAnswer = {
    contractId: '01JD0000000000000000000000',
    version: 1,
    hosts: hosts.map((host) => ({ node: 'host-a', operations: [], problems: [], ...host })),
  };
  return planView(plan, plain);
}

describe('planView', () => {
  it('shows each operation with its sign, fields and effect', () => {
    const operations = [
      operation({}),
      operation({
        ...{ action: 'change', identity: 'link vx-lan', workload: 'segment' },
        ...{ fields: ['mtu', 'vxlan.ttl'], effect: 'none' },
        ...{ before: { mtu: 1450, vxlan: { ttl: 0 } }, after: { mtu: 1400, vxlan: { ttl: 64 } } },
      }),
      operation({
        ...{ action: 'recreate', identity: 'link vx-2', fields: ['vxlan.vni'], effect: 'outage' },
        ...{ before: { vxlan: { vni: 100 } }, after: { vxlan: { vni: 200 } } },
      }),
      operation({ action: 'delete', identity: 'fdb vx-lan 00:00:00:00:00:00 192.0.2.9' }),
    ];
    expect(viewOf({ operations })).toBe(
      [
        'host-a',
        '  +    link br-lan                             lan',
        '  ~    link vx-lan                             segment  mtu: 1450 → 1400, vxlan.ttl: 0 → 64',
        '  -/+  link vx-2                               lan      vxlan.vni: 100 → 200                 outage',
        '  -    fdb vx-lan 00:00:00:00:00:00 192.0.2.9  lan',
        '',
        'host-a: 1 to create, 1 to change, 1 to re-create, 1 to delete, outage',
        '',
      ].join('\n'),
    );
  });

  it('says for each host what it comes to', () => {
    expect(viewOf({ operations: [operation({})] }, { node: 'host-b' })).toBe(
      [
        'host-a',
        '  +    link br-lan  lan',
        '',
        'host-b',
        '  nothing to do',
        '',
        'host-a: 1 to create, 0 to change, 0 to delete, no traffic effect',
        'host-b: 0 to create, 0 to change, 0 to delete, no traffic effect',
        '',
      ].join('\n'),
    );
  });

  it('says why a host cannot be planned', () => {
    const problems = [{ code: 'node-unknown-state', path: '', detail: 'it never reported' }];
    expect(viewOf({ problems })).toBe(
      [
        'host-a',
        '  node-unknown-state  /  it never reported',
        '',
        'host-a: cannot be planned',
        '',
      ].join('\n'),
    );
  });

  it('names an interruption that is brief', () => {
    const operations = [operation({ effect: 'brief-interruption' })];
    expect(viewOf({ operations })).toContain('0 to delete, brief interruption\n');
  });

  it('shows a field that was not set before', () => {
    const operations = [
      operation({ action: 'change', fields: ['master'], before: {}, after: { master: 'br-lan' } }),
    ];
    expect(viewOf({ operations })).toContain('master: none → br-lan');
  });

  it('lets no control character of the controller reach the terminal', () => {
    expect(viewOf({ node: 'host\u001b[2J' })).not.toContain('\u001b');
  });
});
