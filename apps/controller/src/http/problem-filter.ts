import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StoreError } from '#store';
import type { Logger } from '#log';
import { Refusal } from '../problems/refuse-with.js';
import {
  failureDocument,
  problemDocument,
  statusProblem,
  type ProblemDocument,
} from './problem-document.js';

/** Every refusal and failure leaves here, as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const document = this.documentFor(error, request);
    if (error instanceof Refusal) void reply.headers(error.headers);
    if (document.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(document.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(document));
  }

  private documentFor(error: unknown, request: FastifyRequest): ProblemDocument {
    // What stands behind the path may be a token that somebody put there by mistake, and answers end up in logs.
    const [instance = ''] = request.url.split('?');
    if (error instanceof Refusal) return problemDocument(error.problems, instance);
    if (error instanceof StoreError && error.code === 'store-conflict') {
      return problemDocument(
        [{ code: 'changed-meanwhile', path: '', detail: error.message }],
        instance,
      );
    }
    const status = statusOf(error);
    if (status !== undefined && status < 500 && error instanceof Error) {
      return problemDocument(
        [statusProblem(status, error.message.replaceAll(request.url, instance))],
        instance,
      );
    }
    this.log(error, request);
    return failureDocument(request.id, instance);
  }

  private log(error: unknown, request: FastifyRequest): void {
    this.logger.error('request failed', {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      cause: error instanceof Error && error.cause instanceof Error ? error.cause.stack : undefined,
    });
  }
}

/** The status that Nest or Fastify gave its own error. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const isFastifyError = error instanceof Error && 'statusCode' in error && 'code' in error;
  return isFastifyError && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
