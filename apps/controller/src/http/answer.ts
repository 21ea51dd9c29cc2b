import { Readable } from 'node:stream';

/** What a handler answers when status 200 and a JSON body do not say it all. */
export class Answer {
  constructor(
    readonly body: unknown,
    readonly status = 200,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  static empty(): Answer {
    return new Answer(undefined, 204);
  }

  static stream(body: Readable, type: string): Answer {
    return new Answer(body, 200, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  }
}
