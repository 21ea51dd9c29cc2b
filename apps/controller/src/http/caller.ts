import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../core/actor.js';
import { Refusal } from '../problems/refuse-with.js';
import './fastify-request.js';

/** Who sent the request, as the access guard has proved. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = requestOf(context);
  if (actor === undefined) throw new Error('@Caller needs a route that is not public');
  return actor;
});

/** The id of the host that signed the request. */
export const CallingNode = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { actor } = requestOf(context);
  if (actor?.kind !== 'node') throw new Error('@CallingNode needs a route for hosts');
  return actor.node;
});

/** The body's bytes as received. */
export const RawBody = createParamDecorator((_: unknown, context: ExecutionContext): Uint8Array => {
  const { rawBody } = requestOf(context);
  if (rawBody !== undefined && rawBody.length > 0) return rawBody;
  throw Refusal.of('body-missing', 'the request has no body: send the document');
});

/** Path and query of the request. */
export const RequestAddress = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => requestOf(context).url,
);

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}
