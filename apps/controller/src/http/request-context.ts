import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What the work at hand belongs to; stands on every line of the log. */
export interface RequestContext {
  readonly requestId: string;
  readonly contract?: string;
}

const work = new AsyncLocalStorage<RequestContext>();

export const requestIdHeader = 'x-request-id';

/** The caller's own id where it is one that a log can hold; otherwise a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers[requestIdHeader];
  return typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : randomUUID();
}

/** Empty outside of requests. */
export function presentWork(): Partial<RequestContext> {
  return work.getStore() ?? {};
}

/** Everything that happens for a request is known as that, and the answer says by which id. */
export function nameRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(requestIdHeader, request.id);
    done();
  });
  // Not earlier: the body is read by events of the socket, which belong to no request.
  fastify.addHook('preValidation', (request, _reply, done) => {
    work.run(contextOf(request), done);
  });
}

function contextOf(request: FastifyRequest): RequestContext {
  const { id } = request.params as { readonly id?: string };
  const isOfContract = request.routeOptions.url?.startsWith('/api/v1/contracts/:id') === true;
  return { requestId: request.id, ...(isOfContract && id !== undefined && { contract: id }) };
}
