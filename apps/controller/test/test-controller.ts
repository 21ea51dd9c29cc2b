import { serializeEnvelope, type Envelope, type SigningKey } from '#contract';
import { requestSignatureHeader, signRequest } from '#protocol';
import { sampleSite, sampleTime, type SampleSite } from '../../../test/support/sample-site.js';
import { createController, type ControllerSettings, type RunningController } from '../src/index.js';
import { TestClock } from './test-clock.js';

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed where it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
  readonly text: string;
}

export interface TestRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string;
}

/** One member of every entry of a list in an answer. */
export function each(list: unknown, member: string): readonly unknown[] {
  const entries = list as readonly Readonly<Record<string, unknown>>[];
  return entries.map((entry) => entry[member]);
}

/** A controller on its own database in memory, at the time of the sample site. */
export class TestController {
  readonly log: string[] = [];

  private constructor(
    readonly running: RunningController,
    readonly clock: TestClock,
    readonly site: SampleSite,
    log: string[],
  ) {
    this.log = log;
  }

  static async start(settings: ControllerSettings = {}): Promise<TestController> {
    const clock = new TestClock(sampleTime);
    const log: string[] = [];
    const note = (message: string, fields: object = {}): void => {
      log.push(`${message} ${JSON.stringify(fields)}`);
    };
    const running = await createController(
      { dataDir: ':memory:', listen: '127.0.0.1:0', ...settings },
      { clock, logger: { debug: note, info: note, warn: note, error: note } },
    );
    return new TestController(running, clock, await sampleSite(), log);
  }

  get token(): string {
    return this.running.adminToken ?? '';
  }

  get authorization(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.token}` };
  }

  async send({ method, url, headers = {}, payload }: TestRequest): Promise<TestAnswer> {
    const answer = await this.running.app.inject({
      method,
      url,
      headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(payload !== undefined && { payload }),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: String(answer.headers['content-type']).includes('json')
        ? answer.json()
        : answer.payload,
      text: answer.payload,
    };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<TestAnswer> {
    return this.send({
      method: 'GET',
      url: `/api/v1${path}`,
      headers: { ...this.authorization, ...headers },
    });
  }

  post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestAnswer> {
    return this.send({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { ...this.authorization, ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  delete(path: string): Promise<TestAnswer> {
    return this.send({ method: 'DELETE', url: `/api/v1${path}`, headers: this.authorization });
  }

  submitCharter(): Promise<TestAnswer> {
    return this.post('/charter', serializeEnvelope(this.site.charter));
  }

  submit(envelope: Envelope, headers?: Readonly<Record<string, string>>): Promise<TestAnswer> {
    return this.post('/contracts', serializeEnvelope(envelope), headers);
  }

  /** A request that a host has signed. `signedBody` differs from `body` only where a test tampers. */
  async asHost(
    key: SigningKey,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestAnswer> {
    const url = `/api/v1/agent${path}`;
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const signature = await this.sign(key, method, url, payload);
    return this.send({
      method,
      url,
      headers: { [requestSignatureHeader]: signature, ...headers },
      ...(payload !== undefined && { payload }),
    });
  }

  sign(key: SigningKey, method: string, url: string, payload = ''): Promise<string> {
    return signRequest(
      { method, target: url, body: new TextEncoder().encode(payload) },
      key,
      this.clock.now(),
    );
  }

  async close(): Promise<void> {
    await this.running.close();
  }
}
