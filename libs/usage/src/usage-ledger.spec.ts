import { closeWindow, openLedger, type CounterReading, type LedgerState } from './usage-ledger.js';
import type { UsageWindow } from './usage-window.js';

function reading(octets: bigint, of: Partial<CounterReading> = {}): CounterReading {
  return {
    contractId: '01JD0000000000000000000000',
    workload: 'lan',
    interface: 'vx-lan',
    number: 1,
    meter: 'ebpf',
    ingress: { packets: octets / 100n, octets },
    egress: { packets: 0n, octets: 0n },
    overflowPackets: 0n,
    ...of,
  };
}

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

/** Closes one window after the other, as a host does. */
function keepBooks(
  steps: readonly { readonly octets: bigint; readonly boot?: string; readonly epoch?: string }[],
): readonly UsageWindow[] {
  const moment = (minute: number, boot = 'first'): { host: string; at: string; boot: string } => ({
    host: 'host',
    at: at(minute),
    boot,
  });
  let state: LedgerState = openLedger(moment(0), [reading(1000n)]);
  return steps.map(({ octets, boot, epoch }, index) => {
    const now = reading(octets, epoch === undefined ? {} : { epoch });
    const { window, next } = closeWindow(state, moment((index + 1) * 5, boot), [now]);
    state = { ...next, digest: `digest of ${window.sequence}` };
    return window;
  });
}

const octetsOf = (windows: readonly UsageWindow[]): readonly (string | undefined)[] =>
  windows.map(({ interfaces }) => interfaces[0]?.ingress.octets);

describe('windows of usage', () => {
  it('follow each other without gap or overlap, each naming the one before', () => {
    const windows = keepBooks([{ octets: 1500n }, { octets: 1500n }, { octets: 4000n }]);
    expect(octetsOf(windows)).toEqual(['500', '0', '2500']);
    windows.slice(1).forEach((window, index) => {
      expect(window.from).toBe(windows[index]?.to);
      expect(window.sequence).toBe((windows[index]?.sequence ?? 0) + 1);
      expect(window.previous).toBe(`digest of ${window.sequence - 1}`);
    });
  });

  it('count from zero after the machine started anew, and say so', () => {
    const windows = keepBooks([
      { octets: 2000n },
      { octets: 300n, boot: 'second' },
      { octets: 400n, boot: 'second' },
    ]);
    expect(octetsOf(windows)).toEqual(['1000', '300', '100']);
    expect(windows.map(({ gap }) => gap)).toEqual([undefined, 'machine-restarted', undefined]);
  });

  it('count from zero where counters began anew, also where these are higher than before', () => {
    const windows = keepBooks([{ octets: 500n }, { octets: 700n, epoch: 'other link' }]);
    expect(octetsOf(windows)).toEqual(['500', '700']);
    expect(windows.map(({ gap }) => gap)).toEqual(['counters-restarted', 'counters-restarted']);
  });

  it('tell of an interface that comes with what it has carried since', () => {
    const opened = openLedger({ host: 'host', at: at(0), boot: 'first' }, []);
    const { window } = closeWindow(opened, { host: 'host', at: at(5), boot: 'first' }, [
      reading(700n),
    ]);
    expect(octetsOf([window])).toEqual(['700']);
    expect(window.gap).toBeUndefined();
  });

  it('are exact beyond 2^53', () => {
    const windows = keepBooks([{ octets: 2n ** 63n + 1001n }]);
    expect(octetsOf(windows)).toEqual([String(2n ** 63n + 1n)]);
  });
});
