import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../core/actor.js';
import { Caller, RawBody } from '../http/caller.js';
import { envelopeView } from '../http/views.js';
import { Endpoint } from '../openapi/endpoint.js';
import { CharterAnswers } from './charter-answers.js';
import { charterView } from './charter-view.js';

@ApiTags('charter')
@Controller('charter')
export class CharterController {
  constructor(private readonly answers: CharterAnswers) {}

  @Get()
  @Endpoint({
    summary: 'Read the charter in force',
    access: { kind: 'scope', scope: 'read' },
    answers: {
      200: { description: 'the charter', schema: charterView, headers: { ETag: 'its digest' } },
    },
    problems: ['charter-missing'],
  })
  current(): unknown {
    return this.answers.current();
  }

  @Post()
  @Endpoint({
    summary: 'Submit a version of the charter with all its signatures',
    description:
      'Version 1 must be the one that the configured trust anchor names. Without a configured anchor the first ' +
      'charter submitted is trusted, and pinned for good.',
    access: { kind: 'scope', scope: 'charter:write' },
    body: envelopeView,
    idempotent: true,
    answers: {
      200: { description: 'this version was known already', schema: charterView },
      201: { description: 'accepted: hosts are told', schema: charterView },
    },
    problems: [
      'body-missing',
      'json-syntax',
      'json-duplicate-member',
      'media-type-unsupported',
      'body-too-large',
      'charter-not-trusted',
      'requirement-not-met',
      'signature-invalid',
      'member-unknown',
      'value-invalid',
      'version-gap',
      'version-equivocation',
      'previous-mismatch',
    ],
  })
  submit(@RawBody() body: Uint8Array, @Caller() caller: Actor): unknown {
    return this.answers.submit(body, caller);
  }
}
