import { trace } from '@opentelemetry/api';
import { contextOf, traceparentOf } from './traceparent.js';
import { noTracer, openTracer, traced } from './index.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it.each([`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-00`])(
    '%s is written as it is read',
    (text) => {
      const span = trace.getSpanContext(contextOf(text) ?? (undefined as never));

      expect(span && traceparentOf(span)).toBe(text);
    },
  );

  it('of a later version may have more behind its flags', () => {
    expect(contextOf(`01-${traceId}-${spanId}-01-what-comes-later`)).toBeDefined();
  });

  it.each([
    undefined,
    '',
    traceId,
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-01x`,
  ])('%s is none', (text) => {
    expect(contextOf(text)).toBeUndefined();
  });
});

describe('a tracer', () => {
  it('is nobody where no endpoint is named', async () => {
    const options = { service: 'a', version: '1' };

    expect(await openTracer({ ...options, environment: {} })).toBe(noTracer);
    expect(await openTracer({ ...options, environment: { OTEL_EXPORTER_OTLP_ENDPOINT: '' } })).toBe(
      noTracer,
    );
  });

  it('puts spans within each other, and beneath those of others', async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
    const tracer = await openTracer({ service: 'a', version: '1', environment });
    const parent = `00-${traceId}-${spanId}-01`;
    const seen: (string | undefined)[] = [];
    await traced(tracer, 'outer', { parent }, async () => {
      seen.push(tracer.present()?.traceparent);
      await traced(tracer, 'inner', {}, async (span) => {
        seen.push(span.traceparent);
      });
    });

    expect(seen.map((text) => text?.slice(3, 35))).toEqual([traceId, traceId]);
    expect(seen[0]).not.toBe(seen[1]);
    expect(tracer.present()).toBeUndefined();
  });

  it('lets a failure through', async () => {
    const failing = traced(noTracer, 'x', {}, () => Promise.reject(new Error('no')));

    await expect(failing).rejects.toThrow('no');
  });
});
