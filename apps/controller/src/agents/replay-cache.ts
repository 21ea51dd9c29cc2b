import type { Clock } from '#engine';

/**
 * Remembers what was seen until it would be refused for its age anyway. In the memory of one process: replicas
 * of the controller need a common one.
 */
export class ReplayCache {
  private readonly seen = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Whether the key is new. `until`: seconds since 1970 from which on it may be forgotten. */
  add(key: string, until: number): boolean {
    this.forgetOld();
    if (this.seen.has(key)) return false;
    this.seen.set(key, until);
    return true;
  }

  /** Entries come nearly in the order of their ends, so the old ones stand in front. */
  private forgetOld(): void {
    const now = this.clock.now().getTime() / 1000;
    for (const [key, until] of this.seen) {
      if (until >= now) return;
      this.seen.delete(key);
    }
  }
}
