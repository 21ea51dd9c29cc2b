/** Wakes those who wait that something may have changed. Says only "look again": what changed is in the store. */
export class Doorbell {
  private readonly waiting = new Map<string, Set<() => void>>();

  ring(name: string): void {
    for (const wake of this.waiting.get(name) ?? []) wake();
  }

  /** Resolves at the next ring after the call, when the time is up, or when the signal is aborted. */
  async wait(name: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      resolve(undefined);
    };
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener('abort', wake, { once: true });
    this.add(name, wake);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
    this.remove(name, wake);
  }

  private add(name: string, wake: () => void): void {
    const waiters = this.waiting.get(name) ?? new Set();
    this.waiting.set(name, waiters.add(wake));
  }

  private remove(name: string, wake: () => void): void {
    const waiters = this.waiting.get(name);
    waiters?.delete(wake);
    if (waiters?.size === 0) this.waiting.delete(name);
  }
}
