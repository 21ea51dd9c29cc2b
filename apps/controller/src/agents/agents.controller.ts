import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CallingNode } from '../http/caller.js';
import { envelopeView } from '../http/views.js';
import { Endpoint } from '../openapi/endpoint.js';

import { desiredView, hintView, joinedView } from './agent-view.js';
import { DesiredDesk } from './desired-desk.js';
import { HintAnswers } from './hint-answers.js';
import { HostReportDto } from './host-report-dto.js';
import { JoinDesk } from './join-desk.js';
import { JoinDto } from './join-dto.js';
import { ReportDesk } from './report-desk.js';

const host = { kind: 'host' } as const;

@ApiTags('agent')
@Controller('agent')
export class AgentsController {
  constructor(
    private readonly joins: JoinDesk,
    private readonly desired: DesiredDesk,
    private readonly hints: HintAnswers,
    private readonly reports: ReportDesk,
  ) {}

  @Post('join')
  @Endpoint({
    summary: 'Join as a host, once, with a token',
    description:
      'The request is signed like all others of a host, with the very key that it brings.',
    access: { kind: 'public' },
    headers: { 'Hercules-Request': 'compact JWS over method, address and body' },
    answers: { 201: { description: 'the host is known from now on', schema: joinedView } },
    problems: [
      'join-token-invalid',
      'request-signature-invalid',
      'node-key-mismatch',
      'value-invalid',
    ],
  })
  join(@Body() join: JoinDto, @Req() request: FastifyRequest): unknown {
    return this.joins.join(join, request);
  }

  @Get('desired')
  @Endpoint({
    summary: 'Read what is wanted of this host',
    access: host,
    headers: { 'If-None-Match': 'ETag of the last answer' },
    answers: {
      200: {
        description: 'the documents by name',
        schema: desiredView,
        headers: { ETag: 'for If-None-Match' },
      },
      304: { description: 'nothing has changed' },
    },
  })
  index(
    @CallingNode() node: string,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
  ): unknown {
    return this.desired.answer(node, ifNoneMatch);
  }

  @Get('documents/:digest')
  @Endpoint({
    summary: 'Read a charter or contract with its signatures',
    access: host,
    parameters: { digest: 'digest of the document' },
    answers: {
      200: {
        description: 'the envelope',
        schema: envelopeView,
        mediaType: 'application/jose+json',
      },
    },
    problems: ['document-unknown'],
  })
  document(@Param('digest') digest: string): unknown {
    return this.desired.document(digest);
  }

  @Get('hints')
  @Endpoint({
    summary: 'Be told when something else is wanted of this host (server-sent events)',
    access: host,
    answers: {
      200: { description: 'event desired', schema: hintView, mediaType: 'text/event-stream' },
    },
  })
  watch(@CallingNode() node: string): unknown {
    return this.hints.watch(node);
  }

  @Post('report')
  @HttpCode(204)
  @Endpoint({
    summary: 'Report what stands on this host and what became of its contracts',
    access: host,
    answers: { 204: { description: 'noted' } },
    problems: [
      'state-unknown',
      'receipt-invalid',
      'value-invalid',
      'member-missing',
      'member-unknown',
    ],
  })
  report(@CallingNode() node: string, @Body() report: HostReportDto): unknown {
    return this.reports.take(node, report);
  }
}
