import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span as OtelSpan,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { contextOf, traceparentOf } from './traceparent.js';
import type { Span, SpanOptions, Tracer } from './tracer.js';

const kinds = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Hands spans to the collector that the environment names. */
export function otelTracer(service: string, version: string): Tracer {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  return new OtelTracer(provider, service);
}

class OtelTracer implements Tracer {
  readonly #work = new AsyncLocalStorage<HeardSpan>();

  constructor(
    private readonly provider: BasicTracerProvider,
    private readonly service: string,
  ) {}

  begin(name: string, { parent, kind = 'internal', attributes }: SpanOptions = {}): Span {
    const context = contextOf(parent) ?? this.#work.getStore()?.context ?? ROOT_CONTEXT;
    const options = { kind: kinds[kind], ...(attributes && { attributes }) };
    return new HeardSpan(this.provider.getTracer(this.service).startSpan(name, options, context));
  }

  within<T>(span: Span, work: () => T): T {
    return span instanceof HeardSpan ? this.#work.run(span, work) : work();
  }

  present(): Span | undefined {
    return this.#work.getStore();
  }

  close(): Promise<void> {
    return this.provider.shutdown();
  }
}

class HeardSpan implements Span {
  constructor(private readonly span: OtelSpan) {}

  get context(): Context {
    return trace.setSpan(ROOT_CONTEXT, this.span);
  }

  get traceparent(): string {
    return traceparentOf(this.span.spanContext());
  }

  set(name: string, value: string | number | boolean): void {
    this.span.setAttribute(name, value);
  }

  fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.span.setStatus({ code: SpanStatusCode.ERROR, message });
  }

  end(): void {
    this.span.end();
  }
}
