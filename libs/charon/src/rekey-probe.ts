import type { IkeAssociation } from './associations.js';
import { BeginGate } from './begin-gate.js';
import { isInstalled } from './tunnel-health.js';
import { byAge, isWhole, keysOf, type WatchedTunnel } from './watched-tunnel.js';

/** How many are asked at once, and the milliseconds after which one counts no more: a crowd must not crowd its gateway. */
const room = 8;
const time = 1_000;
/** Milliseconds for which a tunnel stands before it is asked: the other end may still be busy with the first keys. */
const usualSettling = 1_000;

/**
 * Asks once for new keys where a tunnel stands by those of the exchange that proved who its ends are: ends that do not
 * agree on a group (PFS) would learn it at the first rekeying only, and lose the tunnel soon after. What comes of it is
 * told by the daemon's log and by the SAs.
 */
export class RekeyProbe {
  readonly #settling = new Map<string, NodeJS.Timeout>();
  readonly #gate = new BeginGate(room, time);
  #holds = 0;

  /**
   * @param associationsOf the SAs of a tunnel, as last looked at
   * @param rekey asks for new keys of a child, by its number
   */
  constructor(
    private readonly associationsOf: (name: string) => readonly IkeAssociation[],
    private readonly rekey: (childId: string) => Promise<unknown>,
    private readonly settling = usualSettling,
  ) {}

  /** Its SAs were looked at. */
  consider(entry: WatchedTunnel): void {
    const { name } = entry.tunnel;
    const found = this.associationsOf(name);
    entry.hasProvenGroup ||= byAge(entry, found).present.some(hasGroup);
    if (this.#settling.has(name) || !isDue(entry, found)) return;
    const timer = setTimeout(() => {
      this.#settling.delete(name);
      this.#ask(entry);
    }, this.settling);
    timer.unref();
    this.#settling.set(name, timer);
  }

  /** One that was asked has other keys, or is of no interest any more. */
  leave(name: string): void {
    this.#gate.leave(name);
  }

  forget(name: string): void {
    clearTimeout(this.#settling.get(name));
    this.#settling.delete(name);
    this.#gate.leave(name);
  }

  /** Nobody is asked meanwhile: the daemon is busy with a crowd, or its answer would not be heard. */
  async without(work: () => Promise<void>): Promise<void> {
    this.#holds += 1;
    try {
      await work();
    } finally {
      this.#holds -= 1;
    }
  }

  #ask(entry: WatchedTunnel): void {
    const { name } = entry.tunnel;
    if (this.#holds > 0) this.consider(entry);
    else if (isDue(entry, this.associationsOf(name))) {
      this.#gate.enter(name, () => {
        this.#askNow(entry);
      });
    }
  }

  #askNow(entry: WatchedTunnel): void {
    const { present } = byAge(entry, this.associationsOf(entry.tunnel.name));
    const child = present.flatMap(({ children }) => children).find(isInstalled);
    if (child === undefined) return;
    entry.probedFor = keysOf(present);
    void this.rekey(child.uniqueId).catch(() => undefined); // The daemon is gone: other keys follow.
  }
}

/** All children of a tunnel have the same proposals: one of them tells for all. */
function isDue(entry: WatchedTunnel, associations: readonly IkeAssociation[]): boolean {
  const { tunnel, hasProvenGroup, probedFor } = entry;
  const { present, former } = byAge(entry, associations);
  return (
    tunnel.rekeyProbe &&
    tunnel.initiates &&
    !hasProvenGroup &&
    former.length === 0 &&
    isWhole(tunnel, present) &&
    probedFor !== keysOf(present)
  );
}

function hasGroup({ children }: IkeAssociation): boolean {
  return children.some((child) => isInstalled(child) && child.group !== '');
}
