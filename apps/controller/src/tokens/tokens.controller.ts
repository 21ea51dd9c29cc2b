import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { TokenDesk } from './token-desk.js';
import { TokenDto } from './token-requests.js';
import { newTokenView, tokenList } from './token-view.js';

const admin = { kind: 'scope', scope: 'admin' } as const;

@ApiTags('tokens')
@Controller('tokens')
export class TokensController {
  constructor(private readonly desk: TokenDesk) {}

  @Post()
  @Endpoint({
    summary: 'Make a token for an operator or a program',
    access: admin,
    answers: { 201: { description: 'the token, shown this once', schema: newTokenView } },
    problems: ['member-missing', 'value-invalid', 'member-unknown'],
  })
  create(@Body() request: TokenDto): unknown {
    return this.desk.create(request);
  }

  @Get()
  @Endpoint({
    summary: 'List tokens, without their secrets',
    access: admin,
    answers: { 200: { description: 'the tokens', schema: tokenList } },
  })
  list(): unknown {
    return this.desk.list();
  }

  @Delete(':id')
  @HttpCode(204)
  @Endpoint({
    summary: 'Withdraw a token',
    access: admin,
    parameters: { id: 'token id' },
    answers: { 204: { description: 'the token is not accepted any more' } },
    problems: ['token-unknown'],
  })
  delete(@Param('id') id: string): unknown {
    return this.desk.delete(id);
  }
}
