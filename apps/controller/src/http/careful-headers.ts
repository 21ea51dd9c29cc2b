import type { FastifyInstance } from 'fastify';

/** Answers hold tokens, keys and plans of networks: nobody on the way keeps them, no browser guesses what they are. */
export function addCarefulHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    void reply.header('x-content-type-options', 'nosniff');
    done(null, payload);
  });
}
