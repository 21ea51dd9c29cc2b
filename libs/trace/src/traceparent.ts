import {
  isSpanContextValid,
  ROOT_CONTEXT,
  trace,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';

/** W3C Trace Context, 3.2: version 00. */
export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Undefined where the text is no traceparent. What later versions may add behind the flags is left out (4.3). */
export function contextOf(traceparent: string | undefined): Context | undefined {
  const parts = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-|$)/.exec(
    traceparent ?? '',
  );
  const [, traceId = '', spanId = '', flags = ''] = parts ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return parts !== null && isSpanContextValid(context)
    ? trace.setSpanContext(ROOT_CONTEXT, context)
    : undefined;
}
