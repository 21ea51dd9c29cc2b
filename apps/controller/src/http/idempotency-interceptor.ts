import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Actor } from '../core/actor.js';
import { Refusal } from '../problems/refuse-with.js';
import { Answer } from './answer.js';
import { opened } from './answer-interceptor.js';
import type { Idempotency, KeyedRequest } from './idempotency.js';

/** Printable ASCII; long enough for any UUID or hash. */
const allowedKey = /^[\x21-\x7e]{1,200}$/;

export const idempotentKey = 'hercules:idempotent';

/** Honours `Idempotency-Key` on the routes that say so; their answers are `Answer`s. */
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly idempotency: Idempotency,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const isIdempotent = this.reflector.get<boolean | undefined>(
      idempotentKey,
      context.getHandler(),
    );
    if (isIdempotent !== true) return next.handle();
    const request = keyedRequest(context.switchToHttp().getRequest<FastifyRequest>());
    return request === undefined ? next.handle() : from(this.once(request, next));
  }

  private async once(request: KeyedRequest, next: CallHandler): Promise<unknown> {
    const first = await this.idempotency.begin(request);
    if (!first.ok) throw new Refusal(first.problems);
    if (first.value !== undefined) {
      const { body, status, headers } = first.value;
      return new Answer(body, status, { ...headers, 'idempotency-replayed': 'true' });
    }
    try {
      const answer = opened(await lastValueFrom(next.handle()));
      if (answer instanceof Answer) await this.idempotency.settle(request, answer.stored());
      else await this.idempotency.release(request);
      return answer;
    } catch (error) {
      await this.idempotency.release(request);
      throw error;
    }
  }
}

function keyedRequest(request: FastifyRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.actor === undefined) return undefined;
  if (typeof key !== 'string' || !allowedKey.test(key)) {
    throw Refusal.of(
      'header-invalid',
      'Idempotency-Key must be 1 to 200 printable characters, sent once',
    );
  }
  return {
    caller: callerOf(request.actor),
    key,
    address: request.url,
    body: request.rawBody ?? new Uint8Array(),
  };
}

function callerOf(actor: Actor): string {
  return actor.kind === 'operator' ? actor.tokenId : actor.node;
}
