import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Span, Tracer } from '#trace';

/** A span for each request, of the caller's trace where the caller has one (`traceparent`). */
export function traceRequests(fastify: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const parent = request.headers['traceparent'];
    const span = tracer.begin(`${request.method} ${request.routeOptions.url ?? 'unmatched'}`, {
      kind: 'server',
      attributes: {
        'http.request.method': request.method,
        'http.route': request.routeOptions.url ?? '',
        'hercules.request.id': request.id,
      },
      ...(typeof parent === 'string' && { parent }),
    });
    spans.set(request, span);
    done();
  });
  // Not earlier: the body is read by events of the socket, which belong to no request.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else tracer.within(span, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.set('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.fail(new Error(`answered ${reply.statusCode}`));
    span?.end();
    done();
  });
}
