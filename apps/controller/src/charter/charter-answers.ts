import { accept, type Result } from '#contract';
import type { CharterRecord } from '#store';
import type { Actor } from '../core/actor.js';
import { Answer } from '../http/answer.js';
import type { CharterDesk } from './charter-desk.js';
import { viewOfCharter } from './charter-view.js';

/** The charter desk as HTTP sees it. */
export class CharterAnswers {
  constructor(private readonly desk: CharterDesk) {}

  async current(): Promise<Result<Answer>> {
    const current = await this.desk.current();
    return current.ok ? accept(answerWith(current.value, 200)) : current;
  }

  async submit(bytes: Uint8Array, actor: Actor): Promise<Result<Answer>> {
    const accepted = await this.desk.submit(bytes, actor);
    if (!accepted.ok) return accepted;
    return accept(answerWith(accepted.value.record, accepted.value.unchanged ? 200 : 201));
  }
}

function answerWith(record: CharterRecord, status: number): Answer {
  return new Answer(viewOfCharter(record), status, {
    etag: `"${record.digest}"`,
    location: '/api/v1/charter',
  });
}
