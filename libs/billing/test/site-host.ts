/** What counters of an interface said at a moment. */
export interface RawReading {
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly boot: string;
  readonly contract: string;
  readonly number: number;
  /** Which interface of this number it is; undefined: its counters don't tell. */
  readonly epoch: number | undefined;
  readonly ingress: bigint;
  readonly egress: bigint;
}

interface Interface {
  readonly number: number;
  readonly contract: string;
  epoch: number | undefined;
  ingress: bigint;
  egress: bigint;
  /** Octets that nobody has read yet. */
  unread: bigint;
  lastIngress: bigint;
  /** Milliseconds; it is away until then. */
  awayUntil: number;
  readonly endsAt: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** Octets in a millisecond. */
const most = 40_000;
const usual = 9_000;

/** A host whose machine restarts, whose agent is away at times, and whose interfaces go, come back and begin anew. */
export class SiteHost {
  readonly #interfaces: readonly Interface[];
  #boots = 1;

  constructor(
    private readonly name: string,
    contracts: readonly string[],
    private readonly random: () => number,
    start: number,
  ) {
    const taken = contracts.filter(() => random() < 0.45);
    const each = taken.flatMap((contract) =>
      Array.from({ length: 1 + this.#below(2) }, () => contract),
    );
    this.#interfaces = each.map((contract, index) => {
      const isLater = random() < 0.2;
      return {
        number: index + 1,
        contract,
        epoch: random() < 0.6 ? 1 : undefined,
        ingress: isLater ? 0n : BigInt(this.#below(1e12)),
        egress: isLater ? 0n : BigInt(this.#below(1e12)),
        unread: 0n,
        lastIngress: 0n,
        awayUntil: isLater ? start + 1 + this.#below(20 * day) : 0,
        endsAt: random() < 0.15 ? start + 10 * day + this.#below(15 * day) : Infinity,
      };
    });
  }

  get boot(): string {
    return `boot-${this.#boots}`;
  }

  /** When counters are read next: mostly in time, sometimes early, sometimes long after, sometimes by another start. */
  after(time: number, interval: number): number {
    const late = this.random() < 0.01 ? this.#below(30) : 0;
    const early = this.random() < 0.004 ? 1_000 + this.#below(interval - 2_000) : 0;
    const next = time + interval * (1 + late) - early;
    for (const one of this.#interfaces) this.#carry(one, next, next - time);
    if (this.random() < 0.003) this.#restart();
    for (const one of this.#interfaces) this.#carry(one, next, minute);
    return next;
  }

  readAt(time: number): readonly RawReading[] {
    const standing = this.#interfaces.filter((one) => stands(one, time));
    return standing.map((one) => {
      one.lastIngress = one.ingress;
      const { number, contract, epoch, ingress, egress } = one;
      return {
        host: this.name,
        at: time,
        boot: this.boot,
        contract,
        number,
        epoch,
        ingress,
        egress,
      };
    });
  }

  /** Those that were read count what they had carried; those that are away keep it. */
  settle(truth: Map<string, bigint>): void {
    for (const one of this.#interfaces) {
      if (one.lastIngress !== one.ingress) continue;
      truth.set(one.contract, (truth.get(one.contract) ?? 0n) + one.unread);
      one.unread = 0n;
    }
  }

  #carry(one: Interface, time: number, length: number): void {
    if (stands(one, time)) this.#trouble(one, time, length);
    if (!stands(one, time)) return;
    const end = (this.random() < 0.06 ? most : usual) * length;
    // Something always comes in, by which one that was read is known.
    const ingress = BigInt(1 + (this.random() < 0.3 ? 0 : this.#below(end)));
    const egress = BigInt(this.random() < 0.3 ? 0 : this.#below(end));
    one.ingress += ingress;
    one.egress += egress;
    one.unread += ingress + egress;
  }

  #trouble(one: Interface, time: number, length: number): void {
    const chance = this.random();
    if (one.epoch !== undefined && chance < 0.004) {
      one.epoch += 1;
      forget(one);
    } else if (one.epoch === undefined && chance < 0.002) {
      // Whoever reads knows it only by less than before.
      if (one.lastIngress > BigInt(3 * most * length)) forget(one);
    } else if (chance > 0.998) {
      one.awayUntil = time + 1 + this.#below(day);
    }
  }

  #restart(): void {
    this.#boots += 1;
    this.#interfaces.forEach(forget);
  }

  #below(end: number): number {
    return Math.floor(this.random() * end);
  }
}

function stands({ awayUntil, endsAt }: Interface, time: number): boolean {
  return awayUntil <= time && time < endsAt;
}

function forget(one: Interface): void {
  one.ingress = 0n;
  one.egress = 0n;
  one.unread = 0n;
}
