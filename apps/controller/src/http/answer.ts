import type { Readable } from 'node:stream';
import type { StoredAnswer } from '#store';

/** What a handler answers when status 200 and a JSON body do not say it all. */
export class Answer {
  constructor(
    readonly body: unknown,
    readonly status = 200,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** As plain data, to be given again to who repeats the request. */
  stored(): StoredAnswer {
    const { status, headers, body } = this;
    return { status, headers, body };
  }

  /** Bytes as they are: text would get a charset, which `application/jose+json` does not have. */
  static bytes(text: string, type: string, headers: Readonly<Record<string, string>> = {}): Answer {
    return new Answer(Buffer.from(text), 200, { 'content-type': type, ...headers });
  }

  static stream(body: Readable, type: string): Answer {
    return new Answer(body, 200, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  }
}
