import type { TunnelMeasures } from '#protocol';
import { measureTunnels, readXfrmErrors } from './tunnel-measures.js';

const tunnel: TunnelMeasures = {
  contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV',
  workload: 'wan',
  state: 'up',
  counts: {
    establishments: 1,
    rekeys: { ike: 0, child: 0 },
    receiveOctets: 1,
    receivePackets: 1,
    transmitOctets: 1,
    transmitPackets: 1,
    retransmits: 0,
    failures: {},
  },
  notAfter: {},
};

describe('what a report tells of tunnels', () => {
  it('is each one, and what the kernel had to drop', () => {
    const text = 'XfrmInError             \t0\nXfrmInNoStates          \t7\n';
    expect(measureTunnels([tunnel], () => readXfrmErrors(text))).toEqual({
      tunnels: [tunnel],
      xfrmErrors: { XfrmInError: 0, XfrmInNoStates: 7 },
    });
  });

  it('leaves out what the kernel does not count', () => {
    expect(measureTunnels([tunnel], () => undefined)).toEqual({ tunnels: [tunnel] });
  });

  it('is nothing of a host without tunnels', () => {
    expect(measureTunnels([])).toEqual({});
  });
});
