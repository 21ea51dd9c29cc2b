import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentView, FromAgent, Question, ToAgent } from './agent-talk.js';
import type { BenchSite, Network } from './bench-site.js';

export interface BenchAgentOptions {
  /** Milliseconds between two readings of everything; absent: as the product has it. */
  readonly wholeAfter?: number;
}

/** The product's agent in a process of its own on a host of its own; this process is its controller. */
export class BenchAgent {
  readonly #directory = mkdtempSync(join(tmpdir(), 'hercules-bench-'));
  #child: ChildProcess | undefined;
  #listeners: ((view: AgentView) => void)[] = [];
  #pong: () => void = () => undefined;

  private constructor(
    private readonly site: BenchSite,
    private readonly namespace: string,
    private readonly options: BenchAgentOptions,
  ) {}

  /** Returns when the agent has looked at its host for the first time. */
  static async start(
    site: BenchSite,
    namespace: string,
    options: BenchAgentOptions = {},
  ): Promise<BenchAgent> {
    const agent = new BenchAgent(site, namespace, options);
    await agent.restart();
    return agent;
  }

  /** Starts it anew on what it remembers, and answers with what it saw first. */
  restart(): Promise<AgentView> {
    this.#child?.disconnect();
    const { anchor, identity } = this.site;
    const start = join(this.#directory, 'start.json');
    const { wholeAfter = 30_000 } = this.options;
    writeFileSync(
      start,
      JSON.stringify({ directory: this.#directory, anchor, identity, wholeAfter }),
    );
    const program = fileURLToPath(import.meta.resolve('./agent-process.js'));
    const child = spawn(
      'ip',
      ['netns', 'exec', this.namespace, process.execPath, ...process.execArgv, program, start],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' },
    );
    child.on('message', (message: FromAgent) => {
      this.#hear(message);
    });
    this.#child = child;
    return this.until(() => true);
  }

  /** Offers a version of the contract. Milliseconds from the hint to the verified state, and the view that told it. */
  async bringAbout(network: Network): Promise<AgentView & { readonly milliseconds: number }> {
    const version = await this.site.offer(network);
    const begin = performance.now();
    const verified = this.until(
      (view) => view.version === version && ['confirming', 'applied'].includes(view.state ?? ''),
    );
    const settled = this.until((view) => view.version === version && view.state === 'applied');
    this.#say({ type: 'hint' });
    const view = await verified;
    const milliseconds = performance.now() - begin;
    await settled;
    return { ...view, milliseconds };
  }

  /** Offers another contract, of one segment of this number. Milliseconds from the hint to the verified state. */
  async bringAboutAnother(index: number): Promise<number> {
    const id = await this.site.offerAnother(index);
    const begin = performance.now();
    const verified = this.until(({ states }) =>
      ['confirming', 'applied'].includes(states[id] ?? ''),
    );
    const settled = this.until(({ states }) => states[id] === 'applied');
    this.#say({ type: 'hint' });
    await verified;
    const milliseconds = performance.now() - begin;
    await settled;
    return milliseconds;
  }

  /** Has it look at its host though nothing calls for that. */
  look(): Promise<AgentView> {
    const view = this.until(() => true);
    this.#say({ type: 'look' });
    return view;
  }

  /** Milliseconds until it answers. */
  async ping(): Promise<number> {
    const begin = performance.now();
    await new Promise<void>((resolve) => {
      this.#pong = resolve;
      this.#say({ type: 'ping' });
    });
    return performance.now() - begin;
  }

  /** The first view from now on that is as wished for. Throws where there is none for so many milliseconds. */
  until(isSo: (view: AgentView) => boolean, patience = 300_000): Promise<AgentView> {
    return new Promise((resolve, reject) => {
      const listener = (view: AgentView): void => {
        if (!isSo(view)) return;
        clearTimeout(timer);
        this.#listeners = this.#listeners.filter((other) => other !== listener);
        resolve(view);
      };
      const timer = setTimeout(() => {
        reject(new Error(`the agent did not get there within ${patience / 1000} s`));
      }, patience);
      this.#listeners.push(listener);
    });
  }

  /** Resident, in MiB: now, and at most so far. */
  memory(): { readonly now: number; readonly peak: number } {
    const status = readFileSync(`/proc/${this.#child?.pid ?? 'self'}/status`, 'utf8');
    const field = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
    return { now: field('VmRSS'), peak: field('VmHWM') };
  }

  end(): void {
    this.#child?.disconnect();
    this.#child = undefined;
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #say(message: ToAgent): void {
    this.#child?.send(message);
  }

  #hear(message: FromAgent): void {
    switch (message.type) {
      case 'question':
        this.#say({ type: 'answer', id: message.id, value: this.#answer(message.question) });
        break;
      case 'view':
        for (const listener of [...this.#listeners]) listener(message.view);
        break;
      case 'pong':
        this.#pong();
    }
  }

  #answer(question: Question): unknown {
    switch (question.what) {
      case 'desired':
        return this.site.desired(question.etag);
      case 'document':
        return this.site.document(question.digest);
    }
  }
}
