import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../core/actor.js';
import { Caller } from '../http/caller.js';
import { Endpoint, type EndpointDocument } from '../openapi/endpoint.js';
import { WordDto } from './contract-requests.js';
import { ContractWords } from './contract-words.js';

const wordView = z
  .object({
    contractId: z.string(),
    kind: z.enum(['confirmation', 'retry']),
    id: z.string(),
    digest: z.string(),
  })
  .meta({ id: 'ContractWord', description: 'what an operator said about a version' });

const word = {
  access: { kind: 'scope', scope: 'contracts:write' },
  idempotent: true,
  parameters: { id: 'contract id' },
  answers: { 202: { description: 'passed on to the hosts', schema: wordView } },
  problems: ['contract-unknown', 'contract-not-approved', 'version-old', 'value-invalid'],
} as const satisfies Partial<EndpointDocument>;

@ApiTags('contracts')
@Controller('contracts')
export class ContractWordsController {
  constructor(private readonly words: ContractWords) {}

  @Post(':id/confirmations')
  @Endpoint({
    summary: 'Confirm the approved version: hosts let the change stay',
    description:
      'For contracts with change.confirm manual; without it hosts take the change back in time.',
    ...word,
  })
  confirm(
    @Param('id') contractId: string,
    @Body() { digest }: WordDto,
    @Caller() caller: Actor,
  ): unknown {
    return this.words.say({ kind: 'confirmation', contractId, digest }, caller);
  }

  @Post(':id/retries')
  @Endpoint({
    summary: 'Have hosts try once more what is frozen, was refused or was taken back',
    ...word,
  })
  retry(
    @Param('id') contractId: string,
    @Body() { digest }: WordDto,
    @Caller() caller: Actor,
  ): unknown {
    return this.words.say({ kind: 'retry', contractId, digest }, caller);
  }
}
