import { applyDecorators, SetMetadata } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiResponse,
  ApiSecurity,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { Allow, type Access } from '../http/access.js';
import { idempotentKey } from '../http/idempotency-interceptor.js';
import { problemDocumentView } from '../http/views.js';
import { factsOf, type ProblemCode } from '../problems/problem-table.js';
import { schemaReference } from './schema-reference.js';

/** An answer that is not a problem. */
export interface AnswerDocument {
  readonly description: string;
  /** Absent: no body, or one that is not JSON. */
  readonly schema?: z.ZodType;
  /** Absent: application/json. */
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** All that a client may know of a route, and who may call it. */
export interface EndpointDocument {
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerDocument>>;
  readonly problems?: readonly ProblemCode[];
  /** Body of a route that reads bytes, not a DTO. */
  readonly body?: z.ZodType;
  /** Whether a repetition with the same `Idempotency-Key` gets the first answer; absent: no. */
  readonly idempotent?: boolean;
  /** Header names with their meaning. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Path parameters with their meaning. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const repeatable = {
  header: { 'Idempotency-Key': 'a repetition with this key within 24 hours gets the first answer' },
  problems: ['header-invalid', 'idempotency-key-in-use', 'idempotency-key-reused'],
} as const;

/** Documents a route and opens it to those named. */
export function Endpoint(document: EndpointDocument): MethodDecorator {
  const { summary, description, access, answers, body, parameters = {} } = document;
  const headers = { ...document.headers, ...(document.idempotent && repeatable.header) };
  return applyDecorators(
    Allow(access),
    SetMetadata(idempotentKey, document.idempotent ?? false),
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ...securityOf(access),
    ...Object.entries(parameters).map(([name, text]) => ApiParam({ name, description: text })),
    ...Object.entries(headers).map(([name, text]) =>
      ApiHeader({ name, description: text, required: false }),
    ),
    ...(body === undefined
      ? []
      : [
          ApiConsumes('application/json', 'application/jose+json'),
          ApiBody({ schema: schemaReference(body) }),
        ]),
    ...Object.entries(answers).map(([status, answer]) => answerDecorator(Number(status), answer)),
    ...problemDecorators([
      ...(document.problems ?? []),
      ...(document.idempotent ? repeatable.problems : []),
      ...alwaysPossible(access),
    ]),
  );
}

function securityOf(access: Access): readonly MethodDecorator[] {
  switch (access.kind) {
    case 'public':
      return [];
    case 'scope':
      return [ApiBearerAuth('token')];
    case 'host':
      return [ApiSecurity('hostSignature')];
  }
}

function alwaysPossible(access: Access): readonly ProblemCode[] {
  switch (access.kind) {
    case 'public':
      return ['internal-error'];
    case 'scope':
      return ['token-missing', 'token-invalid', 'scope-missing', 'internal-error'];
    case 'host':
      return ['request-signature-invalid', 'internal-error'];
  }
}

function answerDecorator(status: number, answer: AnswerDocument): MethodDecorator {
  const { description, schema, mediaType = 'application/json', headers = {} } = answer;
  return applyDecorators(
    ...(schema === undefined && mediaType === 'application/json' ? [] : [ApiProduces(mediaType)]),
    ApiResponse({
      status,
      description,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [
          name,
          { description: text, schema: { type: 'string' } },
        ]),
      ),
      ...(schema !== undefined && {
        content: { [mediaType]: { schema: schemaReference(schema) } },
      }),
    }),
  );
}

function problemDecorators(codes: readonly ProblemCode[]): readonly MethodDecorator[] {
  const byStatus = Map.groupBy(new Set(codes), (code) => factsOf(code).status);
  return [...byStatus].map(([status, list]) =>
    ApiResponse({
      status,
      description: list.map((code) => `\`${code}\`: ${factsOf(code).title}`).join('  \n'),
      content: { 'application/problem+json': { schema: schemaReference(problemDocumentView) } },
    }),
  );
}
