import { publicKeyOf, type SigningKey } from '#contract';
import type { Clock } from '#engine';
import { requestSignatureHeader, signRequest, type DesiredIndex, type HostReport } from '#protocol';
import { AgentError } from './agent-error.js';
import type { ControllerPort, DesiredAnswer, UsagePort } from './controller-port.js';
import { serverSentEvents } from './server-sent-events.js';

export interface LinkOptions {
  /** Base address of the controller, as in `https://controller.example:8480`. */
  readonly controller: string;
  readonly identity: SigningKey;
  readonly clock: Clock;
  /** Milliseconds after which a request is given up; absent: 30 s. */
  readonly timeout?: number;
}

/** The host's way out to its controller: every request is signed by the host's key, none is ever taken in. */
export class ControllerLink implements ControllerPort, UsagePort {
  readonly #options: LinkOptions;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Uses up a one-time token to register this host's key. Answers with the node's name in the charter. */
  async join(token: string, agentVersion: string): Promise<string> {
    const publicKey = publicKeyOf(this.#options.identity);
    const answer = await this.#call('POST', '/api/v1/agent/join', {
      token,
      publicKey,
      agentVersion,
    });
    const { node } = (await answer.json()) as { node: string };
    return node;
  }

  async desired(etag: string | undefined): Promise<DesiredAnswer | undefined> {
    const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag };
    const answer = await this.#call('GET', '/api/v1/agent/desired', undefined, headers);
    if (answer.status === 304) return undefined;
    return { etag: answer.headers.get('etag') ?? '', index: (await answer.json()) as DesiredIndex };
  }

  async document(digest: string): Promise<Uint8Array> {
    const answer = await this.#call('GET', `/api/v1/agent/documents/${digest}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async report(report: HostReport): Promise<void> {
    const answer = await this.#call('POST', '/api/v1/agent/report', report);
    await answer.arrayBuffer();
  }

  async usage(windows: readonly string[]): Promise<number> {
    const answer = await this.#call('POST', '/api/v1/agent/usage', { windows });
    return ((await answer.json()) as { next: number }).next;
  }

  async hints(onHint: () => void, signal: AbortSignal): Promise<void> {
    const target = '/api/v1/agent/hints';
    const answer = await this.#fetch(
      'GET',
      target,
      undefined,
      { accept: 'text/event-stream' },
      signal,
    );
    await ensureAccepted(answer, target);
    if (answer.body === null) return;
    for await (const event of serverSentEvents(answer.body)) {
      if (event === 'desired') onHint();
    }
  }

  async #call(
    method: string,
    target: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const signal = AbortSignal.timeout(this.#options.timeout ?? 30_000);
    const answer = await this.#fetch(method, target, body, headers, signal);
    await ensureAccepted(answer, target);
    return answer;
  }

  async #fetch(
    method: string,
    target: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Response> {
    const { controller, identity, clock } = this.#options;
    const bytes =
      body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body));
    const signature = await signRequest({ method, target, body: bytes }, identity, clock.now());
    try {
      return await fetch(new URL(target, controller), {
        method,
        headers: {
          ...headers,
          [requestSignatureHeader]: signature,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        signal,
        redirect: 'error',
        ...(body !== undefined && { body: bytes }),
      });
    } catch (cause) {
      throw new AgentError(
        'controller-unreachable',
        `can't reach the controller at ${controller}`,
        { cause },
      );
    }
  }
}

async function ensureAccepted(answer: Response, target: string): Promise<void> {
  if (answer.ok || answer.status === 304) return;
  const text = await answer.text();
  throw new AgentError(
    'controller-refused',
    `the controller refused ${target} with ${answer.status}: ${detailOf(text)}`,
  );
}

function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? text;
  } catch {
    return text.slice(0, 200); // not a problem document: a proxy on the way, most likely
  }
}
