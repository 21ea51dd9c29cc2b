import { accept, type Result } from '#contract';
import { Answer } from '../http/answer.js';
import type { OpenStreams } from '../http/event-stream.js';
import type { EventFeed } from './event-feed.js';

/** The event feed as HTTP sees it. */
export class EventAnswers {
  constructor(
    private readonly feed: EventFeed,
    private readonly streams: OpenStreams,
  ) {}

  async watch(after: string | undefined): Promise<Result<Answer>> {
    const start = await this.feed.startAfter(after);
    if (!start.ok) return start;
    const stream = this.streams.start((signal) => this.feed.after(start.value, signal));
    return accept(Answer.stream(stream, 'text/event-stream'));
  }
}
