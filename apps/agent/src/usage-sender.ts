import { AgentError } from './agent-error.js';
import type { UsagePort } from './controller-port.js';
import type { UsageBooks } from './usage-books.js';

/** Windows in one request. */
const most = 100;

/** Has the controller get every window, in their order; it says itself which one it wants next. */
export class UsageSender {
  #next: number | undefined;

  constructor(
    private readonly link: UsagePort,
    private readonly books: Pick<UsageBooks, 'windows' | 'forget'>,
  ) {}

  /** A controller that is gone gets them later. */
  async send(): Promise<void> {
    try {
      this.#next ??= await this.link.usage([]);
      for (;;) {
        const windows = this.books.windows(this.#next, most);
        if (windows.length === 0) break;
        const next = await this.link.usage(windows);
        if (next <= this.#next) return;
        this.#next = next;
      }
      this.books.forget(this.#next);
    } catch (cause) {
      if (!(cause instanceof AgentError)) throw cause;
      this.#next = undefined;
    }
  }
}
