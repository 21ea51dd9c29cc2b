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

  it('shows the MTU of an interface and what limits it', () => {
    const limit = 'eth1 1500, less 50 for VXLAN over IPv4';
    const operations = [
      operation({ identity: 'link vx-a', mtu: { mtu: 1400, most: 1450, limit } }),
      operation({ identity: 'link vx-b', mtu: { mtu: 1450, most: 1450, limit } }),
      operation({ identity: 'link br-c', mtu: { mtu: 1500, most: null, limit: '' } }),
    ];
    expect(viewOf({ operations }).split('\n').slice(1, 4)).toEqual([
      '  +    link vx-a  lan  MTU 1400 of 1450 (eth1 1500, less 50 for VXLAN over IPv4)',
      '  +    link vx-b  lan  MTU 1450 (eth1 1500, less 50 for VXLAN over IPv4)',
      '  +    link br-c  lan  MTU 1500',
    ]);
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
