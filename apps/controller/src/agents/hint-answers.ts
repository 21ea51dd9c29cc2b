import { Answer } from '../http/answer.js';
import type { OpenStreams } from '../http/event-stream.js';
import type { DesiredDesk } from './desired-desk.js';

/** The hints of the desired index as HTTP sees them. */
export class HintAnswers {
  constructor(
    private readonly desired: DesiredDesk,
    private readonly streams: OpenStreams,
  ) {}

  watch(node: string): Answer {
    const stream = this.streams.start((signal) => this.desired.hints(node, signal));
    return Answer.stream(stream, 'text/event-stream');
  }
}
