import { applyDecorators } from '@nestjs/common';
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
  /** Header names with their meaning. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Path parameters with their meaning. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Documents a route and opens it to those named. */
export function Endpoint(document: EndpointDocument): MethodDecorator {
  const { summary, description, access, answers, body, headers = {}, parameters = {} } = document;
  return applyDecorators(
    Allow(access),
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
    ...problemDecorators([...(document.problems ?? []), ...alwaysPossible(access)]),
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
