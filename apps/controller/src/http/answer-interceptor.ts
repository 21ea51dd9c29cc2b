import { Readable } from 'node:stream';
import {
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { Result } from '#contract';
import { Refusal } from '../problems/refuse-with.js';
import { Answer } from './answer.js';

/** Turns what a handler returns into HTTP: results are opened, refused ones become problems, answers get their headers. */
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((value: unknown) => send(opened(value), reply)));
  }
}

/** The value of a result; throws what was refused. */
export function opened(value: unknown): unknown {
  if (!isResult(value)) return value;
  if (value.ok) return value.value;
  throw new Refusal(value.problems);
}

function send(value: unknown, reply: FastifyReply): unknown {
  if (!(value instanceof Answer)) return value;
  void reply.status(value.status).headers(value.headers);
  if (value.body instanceof Readable) {
    return new StreamableFile(value.body, { type: value.headers['content-type'] ?? 'text/plain' });
  }
  return value.body;
}

function isResult(value: unknown): value is Result<unknown> {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean'
  );
}
