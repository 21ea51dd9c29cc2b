import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { HandoffDesk } from './handoff-desk.js';
import { handoffView } from './handoff-view.js';
import { PeerSheetDesk } from './peer-sheet-desk.js';
import { peerSheetsView } from './peer-sheet-view.js';

@ApiTags('contracts')
@Controller('contracts')
export class HandoffController {
  constructor(
    private readonly sheets: HandoffDesk,
    private readonly peers: PeerSheetDesk,
  ) {}

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

  @Get(':id/workloads/:workload/peer-sheet')
  @Endpoint({
    summary: 'Say what the administrator of the other end of a tunnel must set up there',
    access: { kind: 'scope', scope: 'read' },
    parameters: { id: 'id of the contract', workload: 'name of the workload' },
    answers: { 200: { description: 'one sheet for each end of ours', schema: peerSheetsView } },
    problems: [
      'contract-unknown',
      'workload-unknown',
      'workload-without-peers',
      'charter-required',
    ],
  })
  peerSheet(@Param('id') contractId: string, @Param('workload') workload: string): unknown {
    return this.peers.ofWorkload(contractId, workload);
  }
}
