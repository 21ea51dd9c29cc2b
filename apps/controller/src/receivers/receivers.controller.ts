import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { EventReceivers } from './event-receivers.js';
import { receiverViews } from './receiver-view.js';

@ApiTags('events')
@Controller('event-receivers')
export class ReceiversController {
  constructor(private readonly receivers: EventReceivers) {}

  @Get()
  @Endpoint({
    summary: 'List who outside is told what happens, and how far',
    access: { kind: 'scope', scope: 'read' },
    answers: { 200: { description: 'the receivers', schema: receiverViews } },
  })
  async list(): Promise<unknown> {
    return { items: await this.receivers.views() };
  }
}
