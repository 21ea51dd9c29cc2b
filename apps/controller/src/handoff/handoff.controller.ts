import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { HandoffDesk } from './handoff-desk.js';
import { handoffView } from './handoff-view.js';

@ApiTags('contracts')
@Controller('contracts')
export class HandoffController {
  constructor(private readonly sheets: HandoffDesk) {}

  @Get(':id/handoff')
  @Endpoint({
    summary: "Say what switches and other ends of the hosts' cables must be set up for",
    access: { kind: 'scope', scope: 'read' },
    parameters: { id: 'id of the contract' },
    answers: { 200: { description: 'the sheet', schema: handoffView } },
    problems: ['contract-unknown', 'charter-required'],
  })
  handoff(@Param('id') contractId: string): unknown {
    return this.sheets.ofContract(contractId);
  }
}
