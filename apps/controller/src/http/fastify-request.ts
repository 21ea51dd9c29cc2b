import type { Actor } from '../core/actor.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of the body as they came; absent: there was none. */
    rawBody?: Buffer;
    /** Set by the access guard. */
    actor?: Actor;
  }
}
