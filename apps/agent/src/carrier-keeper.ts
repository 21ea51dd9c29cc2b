import { indexHost, type HostState, type InterfaceName } from '#drivers';
import type { Clock, Timers } from '#engine';

export interface CarrierKeeperOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Told when a carrier that had gone has been there for long enough. */
  readonly onSteady: () => void;
}

/** Seconds that a carrier must stay before it counts as back: one that comes and goes is one that is gone. */
const steadyAfter = 5;

/** Tells which links lack their carrier. A link that flaps lacks it once, until it has stayed for a while. */
export class CarrierKeeper {
  readonly #lostAt = new Map<InterfaceName, number>();
  #disarm: (() => void) | undefined;

  constructor(private readonly options: CarrierKeeperOptions) {}

  /** Those of the named links that stand on the host and have no carrier, or had none a moment ago. */
  lacking(names: readonly InterfaceName[], state: HostState): readonly InterfaceName[] {
    const host = indexHost(state);
    return names.filter((name) => {
      const link = host.link(name);
      return link !== undefined && this.#lacks(name, link.carrier);
    });
  }

  #lacks(name: InterfaceName, hasCarrier: boolean): boolean {
    const now = this.options.clock.now().getTime();
    if (!hasCarrier) {
      this.#lostAt.set(name, now);
      return true;
    }
    const lostAt = this.#lostAt.get(name);
    if (lostAt === undefined) return false;
    const left = lostAt + steadyAfter * 1000 - now;
    if (left <= 0) {
      this.#lostAt.delete(name);
      return false;
    }
    this.#disarm?.();
    this.#disarm = this.options.timers.after(left, this.options.onSteady);
    return true;
  }
}
