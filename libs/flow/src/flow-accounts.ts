import type { FlowRows } from './flow-rows.js';
import type { NumberTotals } from './kernel-meter.js';
import { directions, type Direction } from './meter-layout.js';

/** Packets and octets. */
export interface Amount {
  readonly packets: bigint;
  readonly octets: bigint;
}

/** A difference between flows and totals of one interface and direction that nothing explains. */
export interface Unaccounted extends Amount {
  readonly number: number;
  readonly direction: Direction;
}

const nothing: Amount = { packets: 0n, octets: 0n };

/**
 * Holds what was read as flows against the totals: flows + overflow = totals, always. While traffic goes on the totals
 * are read before and after a generation ends: what its flows add up to lies between the two.
 */
export class FlowAccounts {
  readonly #counted = new Map<string, Amount>();
  /** Of these it is not known what was read before. */
  readonly #unknown = new Set<string>();

  /** By number and direction; to be kept over a restart. */
  get counted(): ReadonlyMap<string, Amount> {
    return this.#counted;
  }

  restore(counted: ReadonlyMap<string, Amount>): void {
    for (const [key, amount] of counted) this.#counted.set(key, amount);
  }

  /** Where nothing was kept, nobody knows what was read before: comparing begins when the interface is quiet. */
  begin(totals: ReadonlyMap<number, NumberTotals>): void {
    for (const [number, sides] of totals) {
      for (const direction of directions) {
        if (inFlows(sides, direction).packets > 0n) this.#unknown.add(`${number} ${direction}`);
      }
    }
  }

  count(number: number, direction: Direction, packets: number, octets: number): void {
    const key = `${number} ${direction}`;
    const before = this.#counted.get(key) ?? nothing;
    this.#counted.set(key, {
      packets: before.packets + BigInt(packets),
      octets: before.octets + BigInt(octets),
    });
  }

  /** Counts every row. */
  countAll(rows: FlowRows): void {
    const sums = new Map<number, { packets: number; octets: number }>();
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows.at(index);
      const key = row.number * 2 + (row.isIngress ? 0 : 1);
      const sum = sums.get(key) ?? { packets: 0, octets: 0 };
      if (sum.packets === 0) sums.set(key, sum);
      sum.packets += row.packets;
      sum.octets += row.octets;
    }
    for (const [key, { packets, octets }] of sums) {
      this.count(Math.floor(key / 2), key % 2 === 0 ? 'ingress' : 'egress', packets, octets);
    }
  }

  compare(
    before: ReadonlyMap<number, NumberTotals>,
    after: ReadonlyMap<number, NumberTotals>,
  ): readonly Unaccounted[] {
    return [...after].flatMap(([number, sides]) =>
      directions.flatMap((direction) => {
        const earlier = before.get(number);
        const least = earlier === undefined ? nothing : inFlows(earlier, direction);
        const most = inFlows(sides, direction);
        const key = `${number} ${direction}`;
        if (this.#unknown.has(key)) {
          if (least.packets === most.packets) this.#settle(key, most);
          return [];
        }
        const counted = this.#counted.get(key) ?? nothing;
        const packets = outside(counted.packets, least.packets, most.packets);
        const octets = outside(counted.octets, least.octets, most.octets);
        return packets === 0n && octets === 0n ? [] : [{ number, direction, packets, octets }];
      }),
    );
  }

  #settle(key: string, amount: Amount): void {
    this.#counted.set(key, amount);
    this.#unknown.delete(key);
  }
}

function inFlows(sides: NumberTotals, direction: Direction): Amount {
  const { flowPackets, flowOctets, overflowPackets, overflowOctets } = sides[direction];
  return { packets: flowPackets - overflowPackets, octets: flowOctets - overflowOctets };
}

/** How far a value lies outside of its range: below it positive (missing), above it negative. */
function outside(value: bigint, least: bigint, most: bigint): bigint {
  if (value < least) return least - value;
  return value > most ? most - value : 0n;
}
