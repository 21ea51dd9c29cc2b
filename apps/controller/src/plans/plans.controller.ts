import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { contractSchema, type JsonValue } from '#contract';
import { RawBody } from '../http/caller.js';
import { Endpoint } from '../openapi/endpoint.js';
import { PlanDesk } from './plan-desk.js';
import { planView } from './plan-view.js';

@ApiTags('plans')
@Controller('plans')
export class PlansController {
  constructor(private readonly plans: PlanDesk) {}

  @Post()
  @HttpCode(200)
  @Endpoint({
    summary: 'Check and plan a contract that is not stored, signed or not',
    access: { kind: 'scope', scope: 'read' },
    body: contractSchema,
    answers: { 200: { description: 'the plans; nothing was stored', schema: planView } },
    problems: [
      'body-missing',
      'json-syntax',
      'charter-required',
      'member-unknown',
      'value-invalid',
    ],
  })
  plan(@RawBody() bytes: Uint8Array, @Body() parsed: JsonValue): unknown {
    return this.plans.ofDraft(bytes, parsed);
  }
}
