import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger, LogLevel } from '#log';
import { actorName } from '../core/actor.js';
import './fastify-request.js';

/** One line for each answer: changes and refused callers always, what is only looked at on the level `debug`. */
export function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    logger[levelOf(request, reply)]('request answered', {
      requestId: request.id,
      method: request.method,
      route: request.is404 ? undefined : request.routeOptions.url,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      actor: request.actor && actorName(request.actor),
      from: request.ip,
    });
    done();
  });
}

function levelOf({ method, actor }: FastifyRequest, { statusCode }: FastifyReply): LogLevel {
  if (statusCode >= 500) return 'error';
  if (statusCode === 401 || statusCode === 403) return 'warn';
  const isLook = method === 'GET' || method === 'HEAD';
  return isLook || actor?.kind === 'node' ? 'debug' : 'info';
}
