import { digestOf, parseCharter, parseEnvelope, type Charter } from '#contract';
import { problem, type FakeAnswer, type FakeRequest } from './fake-answer.js';

interface FakeEvent {
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

const receivers = [
  { name: 'siem', kind: 'syslog', toldSeq: 9, behind: 0, refused: 0, lost: 0, failing: null },
  {
    name: 'chat',
    kind: 'webhook',
    toldSeq: 4,
    behind: 5,
    refused: 1,
    lost: 0,
    lastRefusal: 'event 3: chat.example answered 422',
    failing: null,
  },
];

/** Charter, hosts, tokens and events of the fake. */
export class FakeSite {
  charter:
    { readonly document: Charter; readonly digest: string; readonly envelope: unknown } | undefined;
  readonly nodes: Record<string, unknown>[] = [];
  readonly interfaces = new Map<string, readonly object[]>();
  readonly tokens = new Map<
    string,
    { id: string; name: string; scopes: string[]; revokedAt?: string }
  >();
  readonly events: FakeEvent[] = [];

  record(type: string, subject: string, data: object = {}): void {
    this.events.push({ seq: this.events.length + 1, type, subject, data });
  }

  answer(request: FakeRequest): FakeAnswer | undefined {
    const { method, path } = request;
    const [, noun, id, part] = path.split('/');
    switch (noun ?? '') {
      case 'charter':
        return method === 'POST' ? this.takeCharter(request.body) : this.showCharter();
      case 'nodes':
        return method === 'POST'
          ? this.join(request.body)
          : this.showNodes(id, part, request.query);
      case 'tokens':
        return this.answerTokens(method, id, request.body);
      case 'drivers':
        return id === undefined
          ? { status: 200, body: { items: [{ type: 'vxlan', title: 'VXLAN segment' }] } }
          : { status: 200, body: { title: `schema of ${id}` } };
      case 'event-receivers':
        return { status: 200, body: { items: receivers } };
      case 'events':
        return this.stream(request.headers['last-event-id']);
    }
    return undefined;
  }

  private showCharter(): FakeAnswer {
    if (this.charter === undefined)
      return problem(404, 'charter-missing', 'there is no charter yet');
    const { document, digest, envelope } = this.charter;
    return { status: 200, body: { ...document, digest, envelope } };
  }

  private takeCharter(body: string): FakeAnswer {
    const envelope = parseEnvelope(body, 'charter');
    if (!envelope.ok)
      return problem(422, 'envelope-malformed', 'the charter is refused', envelope.problems);
    const document = parseCharter(envelope.value.payload);
    if (!document.ok)
      return problem(422, 'value-invalid', 'the charter is refused', document.problems);
    this.charter = {
      document: document.value,
      digest: digestOf(envelope.value.payload),
      envelope: JSON.parse(body),
    };
    return {
      status: 201,
      body: { charterId: document.value.charterId, version: document.value.version },
    };
  }

  private join(body: string): FakeAnswer {
    const { node } = JSON.parse(body) as { node: string };
    const expiresAt = '2026-11-21T00:00:00Z';
    return { status: 201, body: { token: `join-secret-of-${node}`, node, expiresAt } };
  }

  private showNodes(
    id: string | undefined,
    part: string | undefined,
    query: URLSearchParams,
  ): FakeAnswer {
    if (id === undefined) return { status: 200, body: { items: this.nodes } };
    const node = this.nodes.find((entry) => entry['id'] === id);
    if (node === undefined) return problem(404, 'node-unknown', `no host is called '${id}'`);
    if (part === undefined) return { status: 200, body: node };
    const all = this.interfaces.get(id) ?? [];
    const owned = query.get('owned');
    const items = all.filter((entry) => owned === null || 'owner' in entry === (owned === 'ours'));
    return { status: 200, body: { items, observedAt: '2026-11-21T00:00:00Z' } };
  }

  private answerTokens(method: string, id: string | undefined, body: string): FakeAnswer {
    if (method === 'GET') return { status: 200, body: { items: [...this.tokens.values()] } };
    if (method === 'DELETE') {
      const token = this.tokens.get(id ?? '');
      if (token === undefined)
        return problem(404, 'token-unknown', `there is no token '${id ?? ''}'`);
      token.revokedAt = '2026-11-21T00:00:00Z';
      return { status: 204 };
    }
    const { name, scopes } = JSON.parse(body) as { name: string; scopes: string[] };
    const token = { id: `t${this.tokens.size + 1}`, name, scopes };
    this.tokens.set(token.id, token);
    return { status: 201, body: { ...token, token: 'hc_t1.shown-once' } };
  }

  /** One event and then a broken line, so that who wants more has to resume. */
  private stream(lastEventId: string | string[] | undefined): FakeAnswer {
    const next = this.events.find(({ seq }) => seq > Number(lastEventId ?? 0));
    if (next === undefined) return { status: 200, stream: [': nothing new\n\n'] };
    const data = JSON.stringify({ time: '2026-11-21T00:00:00Z', actor: 'alice', ...next });
    return { status: 200, stream: [`id: ${next.seq}\nevent: ${next.type}\n`, `data: ${data}\n\n`] };
  }
}
