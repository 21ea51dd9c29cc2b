import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequestAddress } from '../http/caller.js';
import { PageQueryDto } from '../http/page-query.js';
import { Endpoint } from '../openapi/endpoint.js';
import { joinTokenView } from './join-token-view.js';
import { JoinTokens } from './join-tokens.js';
import { NodeReader } from './node-reader.js';
import { InterfaceQuery, JoinTokenDto } from './node-requests.js';
import { interfaceList, nodePage, nodeView } from './node-view.js';

const read = { kind: 'scope', scope: 'read' } as const;

@ApiTags('nodes')
@Controller('nodes')
export class NodesController {
  constructor(
    private readonly reader: NodeReader,
    private readonly joinTokens: JoinTokens,
  ) {}

  @Get()
  @Endpoint({
    summary: 'List hosts',
    access: read,
    answers: { 200: { description: 'one page', schema: nodePage } },
    problems: ['query-invalid'],
  })
  list(@Query() query: PageQueryDto, @RequestAddress() address: string): unknown {
    return this.reader.page(query, address);
  }

  @Get(':id')
  @Endpoint({
    summary: 'Read a host',
    access: read,
    parameters: { id: 'node id' },
    answers: { 200: { description: 'the host', schema: nodeView } },
    problems: ['node-unknown'],
  })
  view(@Param('id') id: string): unknown {
    return this.reader.view(id);
  }

  @Get(':id/interfaces')
  @Endpoint({
    summary: 'Read the interfaces of a host as it last reported them',
    access: read,
    parameters: { id: 'node id' },
    answers: { 200: { description: 'the interfaces', schema: interfaceList } },
    problems: ['node-unknown', 'node-state-unknown', 'query-invalid'],
  })
  interfaces(@Param('id') id: string, @Query() query: InterfaceQuery): unknown {
    return this.reader.interfaces(id, query.owned);
  }

  @Post('join-tokens')
  @Endpoint({
    summary: 'Make a token with which one host may join once',
    access: { kind: 'scope', scope: 'nodes:write' },
    answers: { 201: { description: 'the token, shown this once', schema: joinTokenView } },
    problems: ['name-invalid', 'member-missing', 'value-invalid'],
  })
  createJoinToken(@Body() request: JoinTokenDto): unknown {
    return this.joinTokens.create(request.node, request.expiresInSeconds);
  }
}
