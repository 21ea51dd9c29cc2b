import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequestAddress } from '../http/caller.js';
import { PageQueryDto } from '../http/page-query.js';
import { secondsToWait } from '../http/prefer.js';
import { Endpoint } from '../openapi/endpoint.js';
import { OperationReader } from './operation-reader.js';
import { operationPage, operationView } from './operation-view.js';

const read = { kind: 'scope', scope: 'read' } as const;

@ApiTags('operations')
@Controller('operations')
export class OperationsController {
  constructor(private readonly reader: OperationReader) {}

  @Get()
  @Endpoint({
    summary: 'List operations, newest first',
    access: read,
    answers: { 200: { description: 'one page', schema: operationPage } },
    problems: ['query-invalid'],
  })
  list(@Query() query: PageQueryDto, @RequestAddress() address: string): unknown {
    return this.reader.page(query, address);
  }

  @Get(':id')
  @Endpoint({
    summary: 'Read an operation, or wait for its end',
    access: read,
    parameters: { id: 'operation id' },
    headers: {
      Prefer:
        'wait=N: answer when the operation has ended, at the latest after N seconds (RFC 7240)',
    },
    answers: { 200: { description: 'the operation', schema: operationView } },
    problems: ['operation-unknown'],
  })
  view(@Param('id') id: string, @Headers('prefer') prefer: string | undefined): unknown {
    return this.reader.wait(id, secondsToWait(prefer));
  }
}
