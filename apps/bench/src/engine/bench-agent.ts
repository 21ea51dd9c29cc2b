import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleHost, JournalFiles, StateDir, type HostParts, type HostView } from '#apps/agent';
import { builtInDrivers } from '#catalog';
import { TrackedHost } from '#netlink';
import { BenchSite } from './bench-site.js';

/** The product's agent on the host of this process, with its own kernel, disk and clock; only the controller is a stand-in. */
export class BenchAgent {
  readonly #directory = mkdtempSync(join(tmpdir(), 'hercules-bench-'));
  readonly #stop = new AbortController();
  #listeners: ((view: HostView) => void)[] = [];

  private constructor(
    readonly site: BenchSite,
    readonly host: TrackedHost,
  ) {}

  static async start(): Promise<BenchAgent> {
    const agent = new BenchAgent(await new BenchSite().open(), await TrackedHost.open());
    const parts = agent.#assemble();
    await parts.keeper.start();
    agent.host.onChange(() => {
      parts.keeperBell.ring('kernel');
    });
    void parts.keeper.run(agent.#stop.signal);
    void parts.talk.run(agent.#stop.signal);
    agent.#parts = parts;
    return agent;
  }

  #parts: HostParts | undefined;

  /** Offers a version of so many segments and waits until it is verified and confirmed. Seconds from offer to verified. */
  async bringAbout(segments: number): Promise<number> {
    await this.site.offer(segments);
    const begin = performance.now();
    const verified = this.until(({ reports }) =>
      reports.some(
        ({ state, seconds }) =>
          (state === 'confirming' || state === 'applied') && seconds !== undefined,
      ),
    );
    this.#parts?.talkBell.ring('hint');
    await verified;
    const seconds = (performance.now() - begin) / 1000;
    await this.until(({ reports }) => reports.every(({ state }) => state === 'applied'));
    return seconds;
  }

  /** The first view that is as wished for. */
  until(isSo: (view: HostView) => boolean): Promise<HostView> {
    return new Promise((resolve) => {
      const listener = (view: HostView): void => {
        if (!isSo(view)) return;
        this.#listeners = this.#listeners.filter((other) => other !== listener);
        resolve(view);
      };
      this.#listeners.push(listener);
    });
  }

  async end(): Promise<void> {
    this.#stop.abort();
    this.#parts?.control.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    this.host.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #assemble(): HostParts {
    const parts = assembleHost({
      state: new StateDir(this.#directory),
      anchor: this.site.anchor,
      identity: this.site.identity,
      drivers: builtInDrivers,
      host: this.host,
      journal: new JournalFiles(this.#directory),
      link: this.site,
      clock: { now: () => new Date() },
      timers: {
        after: (milliseconds, callback) => {
          const timer = setTimeout(callback, milliseconds);
          return () => {
            clearTimeout(timer);
          };
        },
      },
      log: () => undefined,
      pollInterval: 60_000,
      random: () => 0.5,
      onView: (view) => {
        for (const listener of [...this.#listeners]) listener(view);
      },
    });
    return parts;
  }
}
