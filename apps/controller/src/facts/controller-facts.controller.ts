import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { ControllerFactsReader, controllerFactsView } from './controller-facts.js';

@ApiTags('operation of the controller')
@Controller('controller')
export class ControllerFactsController {
  constructor(private readonly facts: ControllerFactsReader) {}

  @Get()
  @Endpoint({
    summary: 'Read the version and the state of the controller itself',
    access: { kind: 'scope', scope: 'read' },
    answers: { 200: { description: 'the facts', schema: controllerFactsView } },
  })
  read(): unknown {
    return this.facts.read();
  }
}
