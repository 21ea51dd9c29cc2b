import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problem, type FakeAnswer, type FakeRequest } from './fake-answer.js';
import { FakeContracts } from './fake-contracts.js';
import { FakeSite } from './fake-site.js';

export const goodToken = 'hc_1.secret-of-the-operator';

/** A small model of the controller that speaks its API over HTTP, with state in memory. */
export class FakeController {
  readonly requests: FakeRequest[] = [];
  readonly site = new FakeSite();
  readonly contracts = new FakeContracts(this.site);

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeController> {
    const server = createServer();
    const fake = new FakeController(server);
    server.on('request', (request, response) => void fake.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get env(): Readonly<Record<string, string>> {
    return { HERCULES_URL: this.url, HERCULES_TOKEN: goodToken };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://fake');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = {
      method: request.method ?? '',
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    this.requests.push(received);
    send(response, this.answer(received));
  }

  private answer(request: FakeRequest): FakeAnswer {
    if (request.headers.authorization !== `Bearer ${goodToken}`) {
      return problem(401, 'token-invalid', 'the token is missing or not valid');
    }
    return (
      this.site.answer(request) ??
      this.contracts.answer(request) ??
      problem(404, 'not-found', `there is no ${request.path} here`)
    );
  }
}

function send(response: ServerResponse, { status, body, headers, stream }: FakeAnswer): void {
  if (stream !== undefined) {
    response.writeHead(status, { 'Content-Type': 'text/event-stream' });
    for (const chunk of stream) response.write(chunk);
    response.end();
    return;
  }
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
