import type { FlowPolicy } from '#contract';
import { flowCapabilities, flowProblems, type FlowMeterName } from './flow-needs.js';

const collector = '198.51.100.9:4739';
const wanted = (protocol?: 'ipfix' | 'netflow9' | 'netflow5', prefix = ''): FlowPolicy => ({
  export: [{ collector: `${prefix}${collector}`, ...(protocol !== undefined && { protocol }) }],
});

describe('a contract that wants flows told', () => {
  it.each<[FlowMeterName, number, FlowPolicy]>([
    ['ebpf', 0, wanted()],
    ['ebpf', 0, wanted('ipfix', 'tcp://')],
    ['pmacctd', 0, wanted('netflow5')],
    ['pmacctd', 1, wanted('ipfix', 'tcp://')],
    ['softflowd', 0, wanted('netflow9')],
    ['softflowd', 1, wanted()],
    ['counters', 1, wanted('netflow9')],
    ['counters', 0, { ...wanted(), fallback: 'counters' }],
    ['counters', 0, { export: [] }],
  ])('finds with %s %i problems', (meter, count, flow) => {
    expect(flowProblems(flow, flowCapabilities(meter), "host 'a'")).toHaveLength(count);
  });

  it('says where, what and whom it lacks', () => {
    expect(flowProblems(wanted('netflow9'), flowCapabilities('counters'), "host 'a'")).toEqual([
      {
        code: 'capability-missing',
        path: '/flow/export/0',
        detail: expect.stringMatching(/^host 'a' has no meter .*flows:netflow9.*'counters'/),
      },
    ]);
  });

  it('is tried where nothing is known of the host', () => {
    expect(flowProblems(wanted())).toEqual([]);
  });
});
