import type { IncomingMessage } from 'node:http';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Chunks of an event stream; the line is closed behind the last one. */
  readonly stream?: readonly string[];
}

/** As the controller does: the reasons stand in `errors`, one that says it all where there are no others. */
export function problem(
  status: number,
  code: string,
  detail: string,
  errors: readonly object[] = [{ code, path: '', detail }],
): FakeAnswer {
  return { status, body: { code, title: code, detail, errors } };
}
