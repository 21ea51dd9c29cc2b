import type { FastifyInstance } from 'fastify';
import { parseStrictJson } from '#contract';
import { Refusal } from '../problems/refuse-with.js';
import './fastify-request.js';

const mediaTypes = ['application/json', 'application/jose+json'];

/**
 * Replaces Fastify's JSON parser everywhere: a member that stands twice is refused, not decided by whoever reads
 * last, and the bytes are kept, because signatures are checked on what was received.
 */
export function readBodiesStrictly(fastify: FastifyInstance, bodyLimit: number): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    mediaTypes,
    { parseAs: 'buffer', bodyLimit },
    (request, body, done) => {
      request.rawBody = body;
      const parsed = body.length === 0 ? undefined : parseStrictJson(body);
      if (parsed === undefined) done(null, undefined);
      else if (parsed.ok) done(null, parsed.value);
      else done(new Refusal(parsed.problems));
    },
  );
}
