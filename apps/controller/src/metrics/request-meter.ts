import type { FastifyInstance } from 'fastify';
import type { ControllerMetrics } from './controller-metrics.js';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts and times every answer, also those that no controller of ours has seen. */
export function meterRequests(fastify: FastifyInstance, metrics: ControllerMetrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const isStream = String(reply.getHeader('content-type')).startsWith('text/event-stream');
    metrics.finished({
      method: knownMethods.has(request.method) ? request.method : 'other',
      route: request.is404 ? undefined : request.routeOptions.url,
      status: reply.statusCode,
      ...(!isStream && { seconds: reply.elapsedTime / 1000 }),
    });
    done();
  });
}
