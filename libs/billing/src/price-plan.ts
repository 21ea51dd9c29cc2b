/** Octets that a price is for: decimal or binary. */
export const volumeUnits = {
  GB: 1_000_000_000n,
  GiB: 1_073_741_824n,
  TB: 1_000_000_000_000n,
  TiB: 1_099_511_627_776n,
} as const;
export type VolumeUnit = keyof typeof volumeUnits;

/** Which direction counts, seen from the host's interface. */
export type Side = 'ingress' | 'egress' | 'sum';

/** The same amount for every period, whatever is used. */
export interface FlatRate {
  readonly type: 'flat';
  readonly name: string;
  /** Decimal. */
  readonly price: string;
}

/** By volume; each price is for what lies between the end of the tier before and its own. */
export interface TieredRate {
  readonly type: 'tiered';
  readonly name: string;
  readonly side: Side;
  readonly unit: VolumeUnit;
  /** Ascending; the last one has no end. */
  readonly tiers: readonly { readonly upTo?: string; readonly price: string }[];
}

/** By the throughput that 95 % of the five-minute samples of an interface do not exceed, in Mbit/s, the busier side. */
export interface PercentileRate {
  readonly type: 'percentile95';
  readonly name: string;
  /** For each Mbit/s. */
  readonly price: string;
}

/** For each hour in which an interface stood. */
export interface TunnelHourRate {
  readonly type: 'tunnel-hour';
  readonly name: string;
  readonly price: string;
}

export type Rate = FlatRate | TieredRate | PercentileRate | TunnelHourRate;

export interface PricePlan {
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Digits behind the point of what is billed; absent: 2. */
  readonly digits?: number;
  readonly rates: readonly Rate[];
}
