import type { Resource } from './resource.js';

/**
 * What the suite needs to know of a driver: data of its workloads, as people would write it. The hosts are `host-a`
 * (eth0 with 198.51.100.1 and 2001:db8::1 is its underlay, eth1 a parent that contracts may use) and `host-b` (the same
 * with 2), the host that is looked at is `host-a`. A workload `lan` of the same contract is a bridge on both.
 */
export interface DriverSamples {
  /** The type that the driver reads. */
  readonly type: string;
  /** Accepted, and it works on host-a. Together they should use every member that the data can have. */
  readonly good: readonly [object, ...object[]];
  /** Refused by `parse`, each at the path below `data`. */
  readonly bad: readonly { readonly data: unknown; readonly path: string }[];
  /** What becomes of the interface when the data changes: one entry for each member that can. */
  readonly changes: readonly SampleChange[];
  /** Data with so many members or entries, of the kind that a large site has. */
  readonly grown: (count: number) => object;
  /** What a model host has besides the two interfaces; absent: nothing. */
  readonly host?: readonly Resource[];
}

export interface SampleChange {
  readonly what: string;
  readonly from: object;
  readonly to: object;
  /** Whether the interface stays, or has to be made anew. */
  readonly how: 'in-place' | 'recreate';
}

/** A member on each of the two hosts that samples are written for. */
export function bothHosts(parts: object = {}): readonly object[] {
  return ['host-a', 'host-b'].map((node) => ({ node, ...parts }));
}
