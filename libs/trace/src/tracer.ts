/** A piece of work within a trace. */
export interface Span {
  /** Names the span to other programs (W3C Trace Context); undefined: nobody listens. */
  readonly traceparent: string | undefined;
  set(name: string, value: string | number | boolean): void;
  fail(error: unknown): void;
  end(): void;
}

export interface SpanOptions {
  /** The span of another program that this one belongs to; absent: the present one. Anything else than a traceparent counts as absent. */
  readonly parent?: string | undefined;
  readonly kind?: 'server' | 'consumer' | 'internal';
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

/** Tells what was done when and within what. */
export interface Tracer {
  begin(name: string, options?: SpanOptions): Span;
  /** Spans that begin in this work, also later in it, belong to the span. */
  within<T>(span: Span, work: () => T): T;
  /** The span within which this is called; undefined: none. */
  present(): Span | undefined;
  /** Hands over what is not yet. */
  close(): Promise<void>;
}

/** Does the work as a span of its own. */
export async function traced<T>(
  tracer: Tracer,
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = tracer.begin(name, options);
  try {
    return await tracer.within(span, () => work(span));
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

const unheard: Span = {
  traceparent: undefined,
  set: () => undefined,
  fail: () => undefined,
  end: () => undefined,
};

/** Where nobody listens. */
export const noTracer: Tracer = {
  begin: () => unheard,
  within: (_span, work) => work(),
  present: () => undefined,
  close: () => Promise.resolve(),
};
