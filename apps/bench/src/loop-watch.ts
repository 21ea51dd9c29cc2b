/** Looks how late timers are: for so long something has held up everybody else. */
export class LoopWatch {
  /** Milliseconds. */
  longest = 0;
  /** Milliseconds of processor time that this thread took meanwhile, at most: what other programs do is not in it. */
  busiest = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    let last = performance.now();
    let used = process.threadCpuUsage();
    this.#timer = setInterval(() => {
      const now = performance.now();
      const { user, system } = process.threadCpuUsage(used);
      this.longest = Math.max(this.longest, now - last - 1);
      this.busiest = Math.max(this.busiest, (user + system) / 1000);
      last = now;
      used = process.threadCpuUsage();
    }, 1);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
