import type { HostState, Operation } from '#drivers';
import type { OperationOutcome } from '#engine';
import { FakeTables, linkRecord, vxlanRecord } from '../test/fake-tables.js';
import { create } from '../test/operations.js';
import { vxlanLink } from '../test/sample-resources.js';
import { readHost } from './host-reading.js';
import { NetlinkError } from './netlink-error.js';
import { TrackedHost, type ReadableHost } from './tracked-host.js';
import type { HostEvent, Watch } from './watch.js';

/** A kernel whose tables a test sets, and what it tells of them. */
class FakeHost implements ReadableHost {
  readonly reader = new FakeTables();
  writes = 0;
  known: HostState | undefined;
  isClosed = false;
  /** What carrying out does. */
  onApply: () => void = () => undefined;

  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    this.onApply();
    this.writes += operations.length;
    return Promise.resolve(operations.map(({ identity }) => ({ identity })));
  }

  know(state: HostState): void {
    this.known = state;
  }

  close(): void {
    this.isClosed = true;
  }
}

/** Watches that were opened, and their listeners. */
class FakeWatches {
  opened = 0;
  closed = 0;
  tellsChanges = true;
  tell: (event: HostEvent) => void = () => undefined;

  readonly open = (listener: (event: HostEvent) => void): Promise<Watch> => {
    this.opened += 1;
    this.tell = listener;
    return Promise.resolve({
      tellsChanges: this.tellsChanges,
      caughtUp: () => Promise.resolve(),
      close: () => {
        this.closed += 1;
      },
    });
  };
}

const vx0 = vxlanLink('vx0');
const changed = (link: number): HostEvent => ({
  type: 'changed',
  family: 'link',
  gone: false,
  link,
});
const failed: HostEvent = { type: 'failed', error: new NetlinkError('closed', 'it was closed') };

describe('a tracked host', () => {
  let kernel: FakeHost;
  let watches: FakeWatches;
  let host: TrackedHost;

  const track = (wholeAfter = 1_000_000): void => {
    host = new TrackedHost(kernel, { wholeAfter, watch: watches.open });
  };
  const observed = async (): Promise<readonly string[]> => {
    const state = await host.observe();
    const readings = kernel.reader.taken();
    expect(state).toEqual(readHost(await kernel.reader.everything()));
    kernel.reader.taken();
    return readings;
  };

  beforeEach(() => {
    kernel = new FakeHost();
    kernel.reader.put(linkRecord(1, 'up0'), vxlanRecord(2, 'vx1'));
    watches = new FakeWatches();
    track();
  });
  afterEach(() => {
    host.close();
  });

  it('reads everything first, then what changed, then nothing', async () => {
    expect(await observed()).toEqual(['everything']);

    kernel.reader.put(vxlanRecord(2, 'vx1', { mtu: 1300 }));
    watches.tell(changed(2));

    expect(await observed()).toEqual(['link 2']);
    expect(await observed()).toEqual([]);
  });

  it.each<readonly [string, HostEvent]>([
    ['events were lost', { type: 'overrun' }],
    ['the watch failed', failed],
  ])('reads everything where %s', async (_what, event) => {
    await observed();
    kernel.reader.put(linkRecord(3, 'new0'));
    watches.tell(event);

    expect(await observed()).toEqual(['everything']);
  });

  it('takes another watch for one that failed', async () => {
    await observed();
    watches.tell(failed);
    await observed();

    expect([watches.opened, watches.closed]).toEqual([2, 1]);
  });

  it('reads everything every time where nothing is told', async () => {
    watches.tellsChanges = false;

    expect([await observed(), await observed()]).toEqual([['everything'], ['everything']]);
  });

  it('reads everything now and then though nothing was told', async () => {
    host.close();
    track(0);

    expect([await observed(), await observed()]).toEqual([['everything'], ['everything']]);
  });

  it('reads what we wrote, and has the writer know it', async () => {
    await observed();
    kernel.onApply = () => {
      kernel.reader.put(vxlanRecord(7, 'vx0'));
    };

    await host.apply([create(vx0)]);

    expect(await observed()).toEqual(['link vx0', 'link up0', 'fdb 7']);
    expect(kernel.known).toBe(await host.observe());
    expect(host.writes).toBe(1);
  });

  it('has the writer know where a link that we made is gone again', async () => {
    const state = await host.observe();
    kernel.known = undefined;

    await host.apply([create(vx0)]);
    await host.observe();

    expect(kernel.known).toBe(state);
  });

  it('observes before it writes for the first time', async () => {
    await host.apply([create(vx0)]);

    expect(kernel.reader.taken()).toEqual(['everything']);
  });

  it('reads everything after a reading that failed', async () => {
    await observed();
    kernel.reader.beforeLinks = () => {
      throw new NetlinkError('timeout', 'no answer');
    };
    watches.tell(changed(2));

    await expect(host.observe()).rejects.toThrow('no answer');
    expect(await observed()).toEqual(['everything']);
  });

  describe('rings', () => {
    let rings: number;
    const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

    beforeEach(async () => {
      await host.observe();
      rings = 0;
      host.onChange(() => {
        rings += 1;
      });
    });

    it('for what the kernel tells, and not again once it was seen', async () => {
      watches.tell(changed(2));
      await settled();
      expect(rings).toBe(1);

      watches.tell(changed(2));
      await host.observe();
      await settled();
      expect(rings).toBe(1);
    });

    it('for what others did while we wrote', async () => {
      kernel.onApply = () => {
        kernel.reader.put(vxlanRecord(7, 'vx0'));
        kernel.reader.kernelLinks.delete(2);
        watches.tell(changed(2));
      };

      await host.apply([create(vx0)]);
      await host.observe();
      await settled();

      expect(rings).toBe(1);
    });

    it('for nothing once nobody listens or it is closed', async () => {
      host.close();
      watches.tell(changed(2));
      await settled();

      expect([rings, watches.closed, kernel.isClosed]).toEqual([0, 1, true]);
    });
  });
});
