import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { CliError } from '../cli-error.js';
import { errorMember } from '../error-member.js';
import type { Settings } from '../settings.js';
import { failedAnswer } from './failed-answer.js';

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request body: bytes that must arrive as they are, and what they are. */
export interface Content {
  readonly bytes: string | Uint8Array;
  readonly type: string;
}

export function jsonContent(value: unknown): Content {
  return { bytes: JSON.stringify(value), type: 'application/json' };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else text; undefined: empty. */
  readonly body: unknown;
}

/** Talks to `/api/v1` of one controller. Every failure is a `CliError`. */
export class ApiClient {
  constructor(
    private readonly settings: Settings,
    private readonly signal?: AbortSignal,
  ) {}

  async get(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.request('GET', path, options);
  }

  /** Carries an `Idempotency-Key`, so that a proxy that sends it twice does nothing twice. */
  async post(path: string, content: Content, options: RequestOptions = {}): Promise<Answer> {
    const headers = { 'Idempotency-Key': randomUUID(), ...options.headers };
    return this.request('POST', path, { ...options, headers }, content);
  }

  async delete(path: string): Promise<Answer> {
    return this.request('DELETE', path, {});
  }

  /** Bytes exactly as the controller has them. */
  async download(path: string, options: RequestOptions = {}): Promise<Uint8Array> {
    const response = await this.open('GET', path, options, this.timeLimit());
    return new Uint8Array(await this.whole(response.arrayBuffer()));
  }

  /** Bytes that the controller makes of what it is sent. */
  async exchange(path: string, content: Content): Promise<Uint8Array> {
    const response = await this.open('POST', path, {}, this.timeLimit(), content);
    return new Uint8Array(await this.whole(response.arrayBuffer()));
  }

  /** An answer without an end: only its beginning is under the time limit. */
  async stream(path: string, options: RequestOptions, stop: AbortSignal): Promise<Response> {
    const start = new AbortController();
    const timer = setTimeout(() => {
      start.abort(new DOMException('no answer in time', 'TimeoutError'));
    }, this.settings.timeout);
    try {
      return await this.open('GET', path, options, AbortSignal.any([start.signal, stop]));
    } finally {
      clearTimeout(timer);
    }
  }

  private async request(
    method: string,
    path: string,
    options: RequestOptions,
    content?: Content,
  ): Promise<Answer> {
    const response = await this.open(method, path, options, this.timeLimit(), content);
    const { status, headers } = response;
    return { status, headers, body: bodyOf(await this.whole(response.text())) };
  }

  private async open(
    method: string,
    path: string,
    options: RequestOptions,
    signal: AbortSignal,
    content?: Content,
  ): Promise<Response> {
    const response = await this.whole(
      fetch(this.address(path, options.query), {
        method,
        signal,
        headers: this.headers(options, content),
        ...(content === undefined ? {} : { body: Buffer.from(content.bytes) }),
      }),
    );
    if (response.ok || response.status === 304) return response;
    const body = bodyOf(await this.whole(response.text()));
    throw failedAnswer(response.status, body, this.settings.token !== undefined);
  }

  private headers(options: RequestOptions, content?: Content): Record<string, string> {
    const { token } = this.settings;
    return {
      Accept: 'application/json, application/problem+json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(content === undefined ? {} : { 'Content-Type': content.type }),
      ...options.headers,
    };
  }

  private address(path: string, query: RequestOptions['query'] = {}): URL {
    const url = new URL(`${this.settings.url}/api/v1${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return url;
  }

  private timeLimit(): AbortSignal {
    const limit = AbortSignal.timeout(this.settings.timeout);
    return this.signal === undefined ? limit : AbortSignal.any([limit, this.signal]);
  }

  private async whole<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      if (this.signal?.aborted)
        throw new CliError('failed', 'interrupted; what was sent stays sent');
      throw this.unreachable(cause);
    }
  }

  private unreachable(cause: unknown): CliError {
    const { url, timeout } = this.settings;
    const why =
      errorMember(cause, 'name') === 'TimeoutError'
        ? `did not answer within ${timeout / 1000} s: raise --timeout or look whether it is well`
        : `could not be reached (${reasonOf(cause)}): check --url or HERCULES_URL and that it runs`;
    return new CliError('unreachable', `the controller at ${url} ${why}`, { cause });
  }
}

/** An answer's body as what it should be. */
export function readAs<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  throw new CliError(
    'failed',
    `the controller's ${what} could not be understood (at ${places}): use the program that belongs to it`,
    { cause: parsed.error },
  );
}

function bodyOf(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text; // Not JSON: an answer of something between us and the controller.
  }
}

/** Node's fetch hides the reason, an error with a `code`, as the cause of its own. */
function reasonOf(cause: unknown): string {
  const code = errorMember(errorMember(cause, 'cause') ?? cause, 'code');
  return typeof code === 'string' ? code : 'the connection broke';
}
