import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { serializeEnvelope } from '#contract';
import { inNewNetns, ip } from '../kernel/netns.js';
import { sampleCharter, sampleSite, type SampleSite } from '../support/sample-site.js';

interface Span {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

interface ExportedSpans {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { key: string; value: { stringValue?: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[];
  }[];
}

/** Takes in spans by OTLP over HTTP, as JSON. */
class Collector {
  readonly spans: Span[] = [];
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      this.take(JSON.parse(body) as ExportedSpans);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(4318, '127.0.0.1', resolve));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private take({ resourceSpans }: ExportedSpans): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const name = resource.attributes.find(({ key }) => key === 'service.name');
      const service = name?.value.stringValue ?? '';
      for (const { spans } of scopeSpans)
        this.spans.push(...spans.map((span) => ({ ...span, service })));
    }
  }
}

const controllerUrl = 'http://127.0.0.1:8480';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callersSpan = '00f067aa0ba902b7';

/** A sample site that is valid on whatever day the test runs. */
function lastingSite(): Promise<SampleSite> {
  const lasting = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2090-01-01T00:00:00Z' };
  return sampleSite().then(({ keys }) => {
    const principals = sampleCharter(keys).principals.map((principal) => ({
      ...principal,
      keys: principal.keys.map((key) => ({ ...key, ...lasting })),
    }));
    return sampleSite({ validity: lasting, principals }, keys);
  });
}

describe('a trace', () => {
  it('goes from the REST call of an operator to the netlink batch on the host', async () => {
    await inNewNetns(async () => {
      ip('link', 'set', 'lo', 'up');
      const folder = mkdtempSync(join(tmpdir(), 'traces-'));
      const collector = new Collector();
      await collector.start();
      const environment = {
        HERCULES_LISTEN: '127.0.0.1:8480',
        HERCULES_DATA: join(folder, 'controller'),
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      };
      const start = (program: string, ...args: readonly string[]): (() => Promise<unknown>) => {
        const child = execa(process.execPath, [`dist/apps/${program}/src/main.js`, ...args], {
          env: environment,
          reject: false,
          forceKillAfterDelay: 2_000,
        });
        return () => {
          child.kill();
          return child;
        };
      };
      const stops = [start('controller')];
      try {
        const token = join(environment.HERCULES_DATA, 'admin-token');
        await until(async () => existsSync(token) && (await isReady()));
        const site = await lastingSite();
        const call = callerWith(readFileSync(token, 'utf8').trim());
        await call('/charter', serializeEnvelope(site.charter));
        const { token: joinToken } = await call('/nodes/join-tokens', '{"node":"host-a"}');
        const state = join(folder, 'agent');
        mkdirSync(state);
        writeFileSync(join(state, 'identity.json'), JSON.stringify(site.keys.hostA));
        const tokenFile = join(folder, 'join-token');
        writeFileSync(tokenFile, String(joinToken), { mode: 0o600 });
        const joining = ['--controller', controllerUrl, '--join-token-file', tokenFile];
        const trusting = ['--trust-anchor', site.charter.digest];
        stops.push(start('agent', '--state', state, ...joining, ...trusting));

        await call('/contracts', serializeEnvelope(await site.sign(bridgeOf(site))), {
          traceparent: `00-${traceId}-${callersSpan}-01`,
        });
        await until(
          () => spanNamed('netlink batch') !== undefined && spanNamed('change host') !== undefined,
        );
        const request = spanNamed('POST /api/v1/contracts');
        const change = spanNamed('change host');

        expect(request).toMatchObject({
          service: 'hercules-controller',
          parentSpanId: callersSpan,
        });
        expect(spanNamed('store transaction')).toMatchObject({ parentSpanId: request?.spanId });
        expect(change).toMatchObject({ service: 'hercules-agent', parentSpanId: request?.spanId });
        expect(change?.attributes).toContainEqual({
          key: 'hercules.outcome',
          value: { stringValue: 'pending' },
        });
        expect(spanNamed('netlink batch')).toMatchObject({
          service: 'hercules-agent',
          parentSpanId: change?.spanId,
        });
      } finally {
        for (const stop of stops.reverse()) await stop();
        collector.close();
        rmSync(folder, { recursive: true, force: true });
      }

      function spanNamed(name: string): Span | undefined {
        return collector.spans.find((span) => span.name === name && span.traceId === traceId);
      }
    });
  }, 120_000);
});

function bridgeOf(site: SampleSite): object {
  const member = { node: 'host-a', name: 'br-trace', addresses: ['203.0.113.1/32'] };
  const workload = { name: 'lan', type: 'bridge', version: 1, data: { members: [member] } };
  return site.contract({
    workloads: [workload],
    validity: {
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2089-01-01T00:00:00Z',
      onExpiry: 'remove',
    },
  });
}

async function isReady(): Promise<boolean> {
  return fetch(`${controllerUrl}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

type Call = (
  path: string,
  body: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<Readonly<Record<string, unknown>>>;

function callerWith(token: string): Call {
  return async (path, body, headers = {}) => {
    const answer = await fetch(`${controllerUrl}/api/v1${path}`, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...headers,
      },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was refused: ${text}`);
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}
